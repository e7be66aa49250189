package dev.tulle.compiler.ir;

import org.jspecify.annotations.Nullable;

/**
 * What the training loop needs to know of a recipe.
 *
 * @param epochs passes over the training rows, or 0 where {@code steps} counts
 * @param steps updates in all, or 0 where {@code epochs} counts
 * @param batch rows an update
 * @param seed of weights, shuffling and dropout
 * @param validation where validation rows come from
 * @param stop null without early stopping
 */
public record Recipe(
    int epochs, int steps, int batch, long seed, Validation validation, @Nullable Early stop) {

  /** Where validation rows come from. */
  public sealed interface Validation {
    /** The `valid` part of the split, or none. */
    record OfSplit() implements Validation {}

    /** A fraction of the training rows. */
    record Holdout(double fraction, long seed, boolean stratify) implements Validation {}

    /** Each fold in turn. */
    record Folds(int count, long seed, boolean stratify) implements Validation {}
  }

  /**
   * Early stopping.
   *
   * @param set `valid` or `train`
   * @param measure a loss, `loss` for their sum, or a metric
   * @param patience epochs without a better value
   * @param restoreBest whether the weights of the best epoch are kept
   */
  public record Early(String set, String measure, int patience, boolean restoreBest) {}
}
