package dev.tulle.runtime.recipe;

import java.util.Optional;

/**
 * How a net is trained.
 *
 * @param epochs passes over the training rows, or 0 where {@code steps} counts
 * @param steps updates in all, or 0 where {@code epochs} counts
 * @param batch rows an update
 * @param seed of weights, shuffling and dropout
 * @param validation where validation rows come from
 * @param stop early stopping, if any
 */
public record Recipe(
    int epochs, int steps, int batch, long seed, Validation validation, Optional<Early> stop) {

  /** Where validation rows come from. */
  public sealed interface Validation {
    /** The {@code valid} part of the data's split, or none. */
    record OfSplit() implements Validation {}

    /** A fraction of the training rows. */
    record Holdout(double fraction, long seed, boolean stratify) implements Validation {}

    /** Each of {@code count} folds in turn. */
    record Folds(int count, long seed, boolean stratify) implements Validation {}
  }

  /**
   * Early stopping.
   *
   * @param set {@code valid} or {@code train}
   * @param measure a loss, {@code loss} for their sum, or a metric
   * @param patience epochs without a better value before the run ends
   * @param restoreBest whether the weights of the best epoch are kept
   */
  public record Early(String set, String measure, int patience, boolean restoreBest) {}
}
