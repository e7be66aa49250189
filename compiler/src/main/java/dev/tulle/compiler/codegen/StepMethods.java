package dev.tulle.compiler.codegen;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Writes calls of kernels as methods that stay below the size HotSpot compiles. */
final class StepMethods {
  /**
   * Calls in a method. HotSpot inlines small kernels into it, and with more than some 40,000 nodes
   * it gives up on the vectors of the last ones, which are then objects for ever.
   */
  static final int MOST = 6;

  /** Calls that are one method. */
  record Part(String name, List<Steps.Step> steps) {}

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
   * A method for every part.
   *
   * @param parameters what a part's calls name
   * @param call a step's statement
   * @param doc what the parts are there for
   */
  static void add(
      Members members,
      List<Part> parts,
      String modifiers,
      Function<Part, String> parameters,
      Function<Steps.Step, String> call,
      String doc) {
    for (int i = 0; i < parts.size(); i++) {
      var lines = new Lines();
      String before = "";
      for (Steps.Step step : parts.get(i).steps()) {
        if (!step.comment().isEmpty() && !step.comment().equals(before)) {
          lines.add("// " + step.comment());
        }
        before = step.comment();
        lines.add(call.apply(step));
      }
      String part = parts.size() == 1 ? "" : " (%s of %s)".formatted(i + 1, parts.size());
      members.method(
          modifiers + " void",
          parts.get(i).name(),
          parameters.apply(parts.get(i)),
          lines.toString(),
          doc + part + ".\n");
    }
  }
}
