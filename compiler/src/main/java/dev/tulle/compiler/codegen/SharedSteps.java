package dev.tulle.compiler.codegen;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes how the threads of a pool share the kernels and loops of a training class: each that may
 * be cut into pieces has a number, by which they ask for one of its pieces.
 */
final class SharedSteps {
  private final List<Steps> functions;
  private final KernelLibrary library;
  private final IdentityHashMap<Steps.Step, String> numbers = new IdentityHashMap<>();

  SharedSteps(List<Steps> functions, KernelLibrary library) {
    this.functions = functions;
    this.library = library;
  }

  private Stream<Steps.Step> steps() {
    return functions.stream().flatMap(f -> shared(f.steps()));
  }

  private static Stream<Steps.Step> shared(List<Steps.Step> steps) {
    return steps.stream()
        .flatMap(
            step ->
                step instanceof Steps.Turns turns
                    ? shared(turns.steps())
                    : step instanceof Steps.StripLoop strips
                        ? shared(strips.steps())
                        : Stream.of(step).filter(s -> !isWhole(s)));
  }

  private static boolean isWhole(Steps.Step step) {
    return step instanceof Steps.Call call && call.isWhole();
  }

  /** Whether there is nothing to share. */
  boolean isEmpty() {
    return steps().findAny().isEmpty();
  }

  /** The numbers, which the methods name. */
  void constants(Members members, Set<String> taken) {
    var names = new Identifiers.Taken(taken);
    for (Steps function : functions) {
      String name = function.plan().name();
      String prefix = name.equals("evaluate") ? "evaluate " : "";
      for (Steps.Step step : shared(function.steps()).toList()) {
        String constant;
        String what;
        if (step instanceof Steps.Call call) {
          String words = library.names().of(call.kernel(), name);
          constant = names.numbered(Words.constant(prefix + words), "_KERNEL");
          what = "kernel " + function.maker(call.kernel());
        } else {
          constant = names.numbered(Words.constant(prefix + "loop"), "");
          what = "loop in {@link #" + loopName(constant) + "}";
        }
        members.field(
            "private static final",
            "int",
            constant,
            Integer.toString(numbers.size()),
            "The number of the " + what + ".");
        numbers.put(step, constant);
      }
    }
  }

  /** The statement that does a step: whole where it cannot be cut, else by its number. */
  String call(Steps.Step step) {
    if (step instanceof Steps.Call call) {
      return call.isWhole() ? call.call("0, 1") : run(step, call.pieces());
    }
    return run(step, ((Steps.RowLoop) step).pieces());
  }

  private String run(Steps.Step step, String pieces) {
    return "run(%s, %s);".formatted(number(step), pieces);
  }

  private String number(Steps.Step step) {
    String number = numbers.get(step);
    if (number == null) {
      throw new IllegalStateException("threads do not share " + step);
    }
    return number;
  }

  /** The method of a loop that threads share. */
  private static String loopName(String constant) {
    return Words.camel(constant.toLowerCase(Locale.ROOT).replace('_', ' '));
  }

  /** The methods that do a step in pieces, and one of its pieces. */
  void add(Members members) {
    List<Steps.Step> steps = steps().toList();
    if (steps.isEmpty()) {
      return;
    }
    members.method(
        "private void",
        "run",
        "int kernel, int pieces",
        """
        if (pieces == 1) {
          piece(kernel, 0, 1);
        } else {
          threads.run(this, kernel, pieces);
        }
        """,
        "Does a kernel, or a loop, whose pieces threads share.\n");
    var whole = StepMethods.Style.whole("private", List.of());
    for (Steps.Step step : steps) {
      if (step instanceof Steps.RowLoop loop) {
        StepMethods.rows(members, loopName(number(loop)), loop, whole);
      }
    }
    String body = steps.size() <= StepMethods.MOST ? cases(steps) : groups(members, steps);
    members.override("public void", "piece", "int kernel, int piece, int pieces", body);
  }

  /** Writes a method for so many steps each, and the text that calls them. */
  private String groups(Members members, List<Steps.Step> steps) {
    Lines dispatch = new Lines();
    dispatch.open("switch (kernel / " + StepMethods.MOST + ")");
    for (int first = 0; first < steps.size(); first += StepMethods.MOST) {
      int last = Math.min(steps.size(), first + StepMethods.MOST) - 1;
      String method = first == last ? "kernel" + first : "kernels" + first + "To" + last;
      dispatch.add(
          "case %s -> %s(kernel, piece, pieces);".formatted(first / StepMethods.MOST, method));
      members.method(
          "private void",
          method,
          "int kernel, int piece, int pieces",
          cases(steps.subList(first, last + 1)),
          first == last
              ? "A piece of the kernel with the number %s.\n".formatted(first)
              : "A piece of one of the kernels with the numbers %s to %s.\n"
                  .formatted(first, last));
    }
    endSwitch(dispatch);
    return dispatch.toString();
  }

  private String cases(List<Steps.Step> group) {
    Lines cases = new Lines();
    cases.open("switch (kernel)");
    group.forEach(s -> cases.add("case %s -> %s".formatted(number(s), piece(s))));
    endSwitch(cases);
    return cases.toString();
  }

  private String piece(Steps.Step step) {
    return step instanceof Steps.Call call
        ? call.call("piece, pieces")
        : loopName(number(step)) + "(piece, pieces);";
  }

  private static void endSwitch(Lines lines) {
    lines.add("default -> throw new IllegalArgumentException(\"kernel \" + kernel);");
    lines.close();
  }
}
