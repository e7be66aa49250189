package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes calls of kernels as methods that stay below the size HotSpot compiles. */
final class StepMethods {
  /**
   * Calls in a method. HotSpot inlines small kernels into it, and with more than some 40,000 nodes
   * it gives up on the vectors of the last ones, which are then objects for ever.
   */
  static final int MOST = 6;

  /** Calls that are one method. */
  record Part(String name, List<Steps.Step> steps) {}

  /**
   * What the methods of steps are like.
   *
   * @param modifiers of each
   * @param names that kernels may be called with, as parameters; none where they are fields
   * @param call the statement of a kernel, or of a loop that threads share
   */
  record Style(String modifiers, List<String> names, Function<Steps.Step, String> call) {
    /** That of methods whose kernels are done in one piece. */
    static Style whole(String modifiers, List<String> names) {
      return new Style(modifiers, names, step -> ((Steps.Call) step).call("0, 1"));
    }

    /** The names that steps use, with commas between them. */
    String arguments(List<Steps.Step> steps) {
      return names.stream()
          .filter(name -> steps.stream().anyMatch(s -> s.names(name)))
          .collect(Collectors.joining(", "));
    }

    /** The same with types. */
    private String parameters(List<Steps.Step> steps) {
      return Stream.of(arguments(steps).split(", "))
          .filter(name -> !name.isEmpty())
          .map(name -> type(name) + " " + name)
          .collect(Collectors.joining(", "));
    }

    private static String type(String name) {
      return switch (name) {
        case "workspace", "weights", "panels", "numbers" -> "float[]";
        case "seed", "step" -> "long";
        default -> "int";
      };
    }

    private boolean hasFields() {
      return names.isEmpty();
    }

    /** That of the turns of a loop. */
    private Style within(Steps.Turns turns) {
      return hasFields() ? this : with(turns.names());
    }

    /** With more names. */
    private Style with(List<String> more) {
      return new Style(
          modifiers, Stream.of(names, more).flatMap(List::stream).distinct().toList(), call);
    }
  }

  private StepMethods() {}

  /** One part, or numbered ones of {@link #MOST} steps. */
  static List<Part> parts(String name, List<Steps.Step> steps) {
    if (steps.size() <= MOST) {
      return steps.isEmpty() ? List.of() : List.of(new Part(name, steps));
    }
    var parts = new ArrayList<Part>();
    for (int i = 0; i * MOST < steps.size(); i++) {
      int end = Math.min(steps.size(), (i + 1) * MOST);
      parts.add(new Part(name + (i + 1), steps.subList(i * MOST, end)));
    }
    return parts;
  }

  /** Calls of the methods of these parts. */
  static String calls(List<Part> parts, Function<Part, String> arguments) {
    var lines = new Lines();
    parts.forEach(p -> lines.add(p.name() + "(" + arguments.apply(p) + ");"));
    return lines.toString();
  }

  /**
   * A method for every part, and methods for the loops in it.
   *
   * @param doc what the parts are there for
   */
  static void add(Members members, List<Part> parts, Style style, String doc) {
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      var lines = new Lines();
      String before = "";
      for (Steps.Step step : part.steps()) {
        if (!step.comment().isEmpty() && !step.comment().equals(before)) {
          lines.add("// " + step.comment());
        }
        before = step.comment();
        lines.add(
            step instanceof Steps.Call || step instanceof Steps.RowLoop
                ? style.call().apply(step)
                : loopName(part, step) + "(" + style.arguments(List.of(step)) + ");");
      }
      String number = parts.size() == 1 ? "" : " (%s of %s)".formatted(i + 1, parts.size());
      method(members, style, part.name(), part.steps(), lines, doc + number);
      for (Steps.Step step : part.steps()) {
        if (step instanceof Steps.Turns turns) {
          loop(members, loopName(part, turns), turns, style);
        } else if (step instanceof Steps.StripLoop strips) {
          loop(members, loopName(part, strips), strips, style);
        }
      }
    }
  }

  /** A method of its own, whose code stays small: it is compiled while it runs. */
  private static void loop(Members members, String name, Steps.Turns turns, Style style) {
    List<Part> turn = parts(name + "Turn", turns.steps());
    Style within = style.within(turns);
    var lines = new Lines();
    loopHead(lines, turns, style.hasFields() ? "" : "int ");
    calls(turn, p -> within.arguments(p.steps())).lines().forEach(lines::add);
    lines.close();
    String order = turns.loop().reverse() ? ", the last first" : "";
    method(
        members,
        style,
        name,
        List.of(turns),
        lines,
        "A loop over the positions of an axis" + order);
    add(members, turn, within, "A turn of the loop");
  }

  /**
   * A method for a piece of the rows that go through a loop.
   *
   * @param style what kernels may be called with besides what the loop declares: fields
   */
  static void rows(Members members, String name, Steps.RowLoop loop, Style style) {
    Steps.Turns turns = loop.turns();
    List<Part> turn = parts(name + "Turn", turns.steps());
    Style within = style.with(List.of(Steps.RowLoop.FIRST, "rows")).with(turns.names());
    var lines = new Lines();
    lines.add("int first = Pieces.from(rows, piece, pieces, %s);".formatted(Pieces.ROWS));
    lines.add("int end = Pieces.from(rows, piece + 1, pieces, %s);".formatted(Pieces.ROWS));
    loopHead(lines, turns, "int ");
    calls(turn, p -> within.arguments(p.steps()).replaceAll("\\brows\\b", "end - first"))
        .lines()
        .forEach(lines::add);
    lines.close();
    members.method(
        style.modifiers() + " void",
        name,
        "int piece, int pieces",
        lines.toString(),
        "A loop over the positions of an axis%s, for a piece of the rows.\n"
            .formatted(turns.loop().reverse() ? ", the last first" : ""));
    add(members, turn, within, "A turn of the loop, for a piece of the rows");
  }

  /** Each strip calls kernels of its rows, in a serving class, where names are parameters. */
  private static void loop(Members members, String name, Steps.StripLoop loop, Style style) {
    List<Part> strip = parts(name + "Rows", loop.steps());
    Style within = style.with(List.of(Steps.StripLoop.ALL, Steps.StripLoop.FIRST));
    int rows = loop.strips().rows();
    var lines = new Lines();
    lines.open("for (int first = 0; first < rows; first += %s)".formatted(rows));
    calls(strip, p -> stripArguments(within.arguments(p.steps()), rows))
        .lines()
        .forEach(lines::add);
    lines.close();
    method(
        members,
        style,
        name,
        List.of(loop),
        lines,
        "Few rows at a time, so that what lies between these kernels stays in the cache");
    add(members, strip, within, "The net on few of all rows");
  }

  /** As the loop calls what is named within it. */
  private static String stripArguments(String within, int rows) {
    return Stream.of(within.split(", "))
        .map(
            name ->
                switch (name) {
                  case "rows" -> "Math.min(%s, rows - first)".formatted(rows);
                  case Steps.StripLoop.ALL -> "rows";
                  default -> name;
                })
        .collect(Collectors.joining(", "));
  }

  private static void method(
      Members members, Style style, String name, List<Steps.Step> steps, Lines lines, String doc) {
    members.method(
        style.modifiers() + " void", name, style.parameters(steps), lines.toString(), doc + ".\n");
  }

  private static String loopName(Part part, Steps.Step step) {
    return part.name()
        + (step instanceof Steps.StripLoop strips
            ? "Strips" + strips.strips().number()
            : "Loop" + ((Steps.Turns) step).loop().number());
  }

  /**
   * Begins the loop and says which slots its turn uses.
   *
   * @param type of the names that the loop changes, with a space; empty where they are fields
   */
  private static void loopHead(Lines lines, Steps.Turns turns, String type) {
    List<String> names = turns.names();
    String at = names.get(0);
    lines.open(
        turns.loop().reverse()
            ? "for (%s%s = %s; %s >= 0; %s--)".formatted(type, at, last(turns), at, at)
            : "for (%s%s = 0; %s < %s; %s++)".formatted(type, at, at, turns.count(), at));
    if (names.size() > 1) {
      lines.add("%s%s = %s & 1;".formatted(type, names.get(1), at));
      lines.add("%s%s = 1 - %s;".formatted(type, names.get(2), names.get(1)));
    }
  }

  private static String last(Steps.Turns turns) {
    Size count = turns.loop().count();
    return count.isKnown() ? Long.toString(count.value() - 1) : turns.count() + " - 1";
  }
}
