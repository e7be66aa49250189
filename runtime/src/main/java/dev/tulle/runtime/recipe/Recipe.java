package dev.tulle.runtime.recipe;

import java.util.List;
import java.util.Optional;

/**
 * How a net is trained.
 *
 * @param epochs passes over the training rows, or 0 where {@code steps} counts
 * @param steps updates in all, or 0 where {@code epochs} counts
 * @param batch rows of which gradients are computed at a time
 * @param accumulate batches whose gradients make one update, at least 1
 * @param seed of weights, shuffling and dropout
 * @param validation where validation rows come from
 * @param stop early stopping, if any
 * @param start weights to begin with, if any
 * @param plateaus what schedules count, in the order of {@code TrainingNet.stalls}
 */
public record Recipe(
    int epochs,
    int steps,
    int batch,
    int accumulate,
    long seed,
    Validation validation,
    Optional<Early> stop,
    Optional<Start> start,
    List<Plateau> plateaus) {

  public Recipe {
    plateaus = List.copyOf(plateaus);
  }

  /** One whose batches are updates, which begins anew and counts nothing. */
  public Recipe(
      int epochs, int steps, int batch, long seed, Validation validation, Optional<Early> stop) {
    this(epochs, steps, batch, 1, seed, validation, stop, Optional.empty(), List.of());
  }

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

  /**
   * Weights of a file to begin with.
   *
   * @param file looked for as the files of data are
   * @param paths the parameters and states that are taken from it; none where it is all of them
   */
  public record Start(String file, List<String> paths) {
    public Start {
      paths = List.copyOf(paths);
    }
  }

  /**
   * A measure that a schedule waits for: how often it did not become better for a while.
   *
   * @param set {@code valid} or {@code train}
   * @param measure a loss, {@code loss} for their sum, or a metric
   * @param patience epochs without a better value that are waited out
   * @param threshold how much better counts, as a part of the best value
   * @param cooldown epochs after a stall that are not counted
   * @param begin before the epochs that count
   * @param end of the epochs that count; without one, the end of the run
   */
  public record Plateau(
      String set,
      String measure,
      int patience,
      double threshold,
      int cooldown,
      Moment begin,
      Optional<Moment> end) {}

  /** A number of updates: some epochs and some steps. */
  public record Moment(double epochs, double steps) {
    /** The updates until then. */
    public double updates(long epochSteps) {
      return epochs * epochSteps + steps;
    }
  }
}
