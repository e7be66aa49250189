package dev.tulle.compiler.codegen;

import java.util.List;

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

  /** A method for every {@link #MOST} steps, each kernel called as one piece. */
  static void add(
      Members members, String name, List<Steps.Step> steps, String modifiers, String parameters) {
    for (int i = 0; i * MOST < steps.size(); i++) {
      var lines = new Lines();
      for (Steps.Step step : steps.subList(i * MOST, Math.min(steps.size(), (i + 1) * MOST))) {
        call(lines, step, "0, 1");
      }
      members.method(modifiers + " void", name + i, parameters, lines.toString(), "");
    }
  }

  static void call(Lines lines, Steps.Step step, String pieces) {
    if (!step.comment().isEmpty()) {
      lines.add("// " + step.comment());
    }
    lines.add("KERNELS." + step.entry().name() + "(" + step.arguments() + ", " + pieces + ");");
  }
}
