package dev.tulle.compiler.summary;

import dev.tulle.compiler.ir.Recipe;
import dev.tulle.compiler.plan.ProgramPlan;

/**
 * What a training holds in memory from its first step to its last: its arrays, of which none grows.
 * The rows of its data come on top, which a compiler does not know.
 *
 * @param weightBytes of parameters and states
 * @param gradientBytes of an array laid out as the weights are, and of one more that adds up where
 *     batches accumulate
 * @param optimizerBytes of what the optimizer remembers of each parameter, averages too
 * @param bestBytes of the best epoch's weights, where they are put back
 * @param workspaceBytes of a batch, its rows and all that a step keeps from forward to backward
 */
public record TrainingMemory(
    long weightBytes,
    long gradientBytes,
    long optimizerBytes,
    long bestBytes,
    long workspaceBytes) {
  static TrainingMemory of(ProgramPlan plan, ProgramPlan.Training training, Recipe recipe) {
    long weights = Float.BYTES * plan.weights().length();
    Recipe.Early stop = recipe.stop();
    return new TrainingMemory(
        weights,
        recipe.accumulate() > 1 ? 2 * weights : weights,
        Float.BYTES * training.slots().length(),
        stop != null && stop.restoreBest() ? weights : 0,
        training.workspace().bytes(recipe.batch()));
  }

  /** All of it. */
  public long peakBytes() {
    return weightBytes + gradientBytes + optimizerBytes + bestBytes + workspaceBytes;
  }
}
