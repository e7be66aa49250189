package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Program;

/** Plans whose training goes through a batch in strips of any size. */
public final class StrippedPlans {
  private StrippedPlans() {}

  /**
   * The plan of a program.
   *
   * @param rows of a strip, if there can be any
   */
  public static ProgramPlan of(Program program, long rows) {
    return ProgramPlanner.plan(program, (perRow, weights, batch) -> rows);
  }

  /** How many strips of the gradient and of the evaluation there are, and the rows of theirs. */
  public static String rows(ProgramPlan plan) {
    ProgramPlan.Training training = plan.training();
    return rows(training.gradient()) + " " + rows(training.evaluate());
  }

  private static String rows(FunctionPlan function) {
    return function.steps().stream()
        .filter(Strips.class::isInstance)
        .map(s -> Integer.toString(((Strips) s).rows()))
        .findFirst()
        .orElse("all");
  }
}
