package dev.tulle.compiler.plan;

import java.util.List;
import java.util.stream.Stream;

/** Plans of the same kernels that run for all rows at once. */
public final class WholePlans {
  private WholePlans() {}

  /** The plan without its strips. */
  public static ProgramPlan of(ProgramPlan plan) {
    long inputs =
        plan.program().inputs().stream()
            .mapToLong(port -> (BufferPlanner.floats(port.shape().count()) + 15) / 16 * 16)
            .sum();
    var whole = new FunctionPlanner.Extent(0, inputs);
    List<Step> steps =
        plan.predict().steps().stream()
            .flatMap(s -> s instanceof Strips strips ? strips.kernels() : Stream.of(s))
            .toList();
    FunctionPlan predict = whole.place(plan.predict(), steps);
    return new ProgramPlan(
        plan.program(),
        plan.weights(),
        plan.ports(),
        new ProgramPlan.Serving(predict, plan.served().load(), plan.served().panels()),
        whole.place(plan.initial(), plan.initial().steps()),
        whole.workspace(),
        plan.servingRows(),
        plan.training());
  }
}
