package dev.tulle.compiler.ir;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the training loop needs to know of a recipe.
 *
 * @param epochs passes over the training rows, or 0 where {@code steps} counts
 * @param steps updates in all, or 0 where {@code epochs} counts
 * @param batch rows of which gradients are computed at a time
 * @param accumulate batches whose gradients make one update
 * @param seed of weights, shuffling and dropout
 * @param validation where validation rows come from
 * @param stop null without early stopping
 * @param start weights to begin with, or null
 * @param plateaus what schedules count; an update reads the host's number `stalls:i` of each
 */
public record Recipe(
    int epochs,
    int steps,
    int batch,
    int accumulate,
    long seed,
    Validation validation,
    @Nullable Early stop,
    @Nullable Start start,
    List<Plateau> plateaus) {
  /** What a recipe may say, besides `group` and `freeze`. */
  public static final List<String> RULES =
      List.of(
          "epochs",
          "steps",
          "batch",
          "accumulate",
          "seed",
          "optimizer",
          "average",
          "penalty",
          "clip",
          "recompute",
          "validate",
          "stop",
          "metrics",
          "start");

  public Recipe {
    plateaus = List.copyOf(plateaus);
  }

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
   * @param set `valid` or `train`
   * @param measure a loss, `loss` for their sum, or a metric
   * @param patience epochs without a better value that are waited out
   * @param threshold how much better counts, as a part of the best value
   * @param cooldown epochs after a stall that are not counted
   * @param begin before the epochs that count
   * @param end of the epochs that count; null for the end of the run
   */
  public record Plateau(
      String set,
      String measure,
      int patience,
      double threshold,
      int cooldown,
      Moment begin,
      @Nullable Moment end) {}

  /** A number of updates: some epochs and some steps. */
  public record Moment(double epochs, double steps) {
    /** The moment after a stretch of that length. */
    public Moment plus(Moment length) {
      return new Moment(epochs + length.epochs, steps + length.steps);
    }
  }

  /** What becomes of gradients before an optimizer sees them. */
  public record Clip(Kind kind, double limit) {
    /** How they are clipped. */
    public enum Kind {
      /** Not at all. */
      NONE,
      /** All are scaled so that their norm together is at most the limit. */
      NORM,
      /** Each number is cut at plus and minus the limit. */
      VALUE
    }

    /** Gradients as they are. */
    public static final Clip NONE = new Clip(Kind.NONE, 0);
  }
}
