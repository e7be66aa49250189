package dev.tulle.training.report;

/**
 * Follows a training, on the thread that trains. What a method throws ends the training and goes
 * through to its caller.
 */
public interface TrainingListener {
  /** Something happened. */
  default void on(TrainingEvent event) {}

  /**
   * An update was made: called after each, so it must be cheap.
   *
   * @param done updates of this run so far
   * @param total updates of this run at most
   */
  default void progress(long done, long total) {}

  /**
   * Whether {@link #on} is wanted with every {@link TrainingEvent.BatchEnded} too, each of which is
   * an allocation.
   */
  default boolean followsBatches() {
    return false;
  }

  /**
   * Whether the run ends with this epoch, as if early stopping had ended it. Asked behind {@link
   * #on}.
   */
  default boolean stopsAfter(TrainingEvent.EpochEnded epoch) {
    return false;
  }

  /** Follows nothing. */
  static TrainingListener silent() {
    return new TrainingListener() {};
  }
}
