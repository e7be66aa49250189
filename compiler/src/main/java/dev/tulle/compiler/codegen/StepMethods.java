package dev.tulle.compiler.codegen;

import java.util.List;
import java.util.stream.Collectors;

/** Writes calls of kernels as methods that stay below the size HotSpot compiles. */
final class StepMethods {
  /**
   * Calls in a method. HotSpot inlines small kernels into it, and with more than some 40,000 nodes
   * it gives up on the vectors of the last ones, which are then objects for ever.
   */
  static final int MOST = 6;

  private StepMethods() {}

  /** The calls of the methods that {@link #add} writes. */
  static String calls(String name, List<Steps.Step> steps, String arguments) {
    var lines = new Lines();
    for (int i = 0; i * MOST < steps.size(); i++) {
      lines.add(name + i + "(" + arguments + ");");
    }
    return lines.toString();
  }

  /**
   * A method for every {@link #MOST} steps, each kernel called as one piece, and methods for loops.
   *
   * @param arguments of all methods
   * @param parameters the same with types
   */
  static void add(
      Members members,
      String name,
      List<Steps.Step> steps,
      String modifiers,
      String arguments,
      String parameters) {
    for (int i = 0; i * MOST < steps.size(); i++) {
      var lines = new Lines();
      for (Steps.Step step : steps.subList(i * MOST, Math.min(steps.size(), (i + 1) * MOST))) {
        if (step instanceof Steps.Turns turns) {
          lines.add(loopName(name, turns) + "(" + arguments + ");");
        } else {
          call(lines, (Steps.Call) step, "0, 1");
        }
      }
      members.method(modifiers + " void", name + i, parameters, lines.toString(), "");
    }
    for (Steps.Step step : steps) {
      if (step instanceof Steps.Turns turns) {
        loop(members, name, turns, modifiers, arguments, parameters);
      }
    }
  }

  private static void loop(
      Members members,
      String name,
      Steps.Turns turns,
      String modifiers,
      String arguments,
      String parameters) {
    String turn = loopName(name, turns) + "Turn";
    List<String> own = turns.names();
    String given = join(arguments, String.join(", ", own));
    var lines = new Lines();
    loopHead(lines, turns, "int ");
    calls(turn, turns.steps(), given).lines().forEach(lines::add);
    lines.close();
    members.method(modifiers + " void", loopName(name, turns), parameters, lines.toString(), "");
    String types =
        join(parameters, own.stream().map(n -> "int " + n).collect(Collectors.joining(", ")));
    add(members, turn, turns.steps(), modifiers, given, types);
  }

  static String loopName(String name, Steps.Turns turns) {
    return name + "Loop" + turns.loop().number();
  }

  /**
   * Begins the loop and says which slots its turn uses.
   *
   * @param type of the names that the loop changes, with a space; empty where they are fields
   */
  static void loopHead(Lines lines, Steps.Turns turns, String type) {
    if (!turns.comment().isEmpty()) {
      lines.add("// " + turns.comment());
    }
    List<String> names = turns.names();
    String at = names.get(0);
    lines.open(
        turns.loop().reverse()
            ? "for (%s%s = %s - 1; %s >= 0; %s--)".formatted(type, at, turns.count(), at, at)
            : "for (%s%s = 0; %s < %s; %s++)".formatted(type, at, at, turns.count(), at));
    if (names.size() > 1) {
      lines.add("%s%s = %s & 1;".formatted(type, names.get(1), at));
      lines.add("%s%s = 1 - %s;".formatted(type, names.get(2), names.get(1)));
    }
  }

  private static String join(String first, String second) {
    return first.isEmpty() ? second : first + ", " + second;
  }

  static void call(Lines lines, Steps.Call step, String pieces) {
    if (!step.comment().isEmpty()) {
      lines.add("// " + step.comment());
    }
    lines.add("KERNELS." + step.entry().name() + "(" + step.arguments() + ", " + pieces + ");");
  }
}
