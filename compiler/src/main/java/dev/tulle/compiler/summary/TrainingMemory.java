package dev.tulle.compiler.summary;

import dev.tulle.compiler.plan.ProgramPlan;

/**
 * What a training holds in memory from its first step to its last: its arrays, of which none grows.
 *
 * @param weightBytes of parameters and states
 * @param gradientBytes of an array laid out as the weights are
 * @param optimizerBytes of what the optimizer remembers of each parameter, averages too
 * @param workspaceBytes of a batch, its rows and all that a step keeps from forward to backward
 */
public record TrainingMemory(
    long weightBytes, long gradientBytes, long optimizerBytes, long workspaceBytes) {
  static TrainingMemory of(ProgramPlan plan, ProgramPlan.Training training, long batch) {
    long weights = Float.BYTES * plan.weights().length();
    return new TrainingMemory(
        weights,
        weights,
        Float.BYTES * training.slots().length(),
        training.workspace().bytes(batch));
  }

  /** All of it. */
  public long peakBytes() {
    return weightBytes + gradientBytes + optimizerBytes + workspaceBytes;
  }
}
