package dev.tulle.training.report;

/** Follows a training, on the thread that trains. */
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

  /** Follows nothing. */
  static TrainingListener silent() {
    return new TrainingListener() {};
  }
}
