package dev.tulle.benchmarks.compare;

import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.summary.Costs;
import java.util.Objects;

/**
 * The arithmetic of a model's sums of products, all others left out.
 *
 * @param step multiplications and additions of a training step
 * @param row of a prediction for one row
 * @param batch rows of a training batch
 */
record Work(double step, double row, int batch) {
  static Work of(Program program) {
    var training = Objects.requireNonNull(program.training(), program.name());
    int batch = training.recipe().batch();
    return new Work(
        2.0 * batch * Costs.multiplyAdds(training.gradient()),
        2.0 * Costs.multiplyAdds(program.predict()),
        batch);
  }

  /** Of one run of a task. */
  double flops(Task task) {
    return switch (task) {
      case TRAIN -> step;
      case BATCH -> row * batch;
      case ONE -> row;
      case MEMORY, START -> throw new IllegalArgumentException("no run");
    };
  }
}
