package dev.tulle.training.report;

import java.util.Map;
import java.util.Optional;

/** What happens in a training, for whoever shows it. */
public sealed interface TrainingEvent {
  /**
   * Before anything else.
   *
   * @param rows of the table
   * @param parameters numbers that the optimizer moves
   * @param folds how many, or 0
   */
  record Started(
      String net, String data, int rows, long parameters, int folds, int testRows, long seed)
      implements TrainingEvent {}

  /**
   * A run begins: the only one, or that of a fold.
   *
   * @param run from 1
   * @param runs how many there are in all: as many as folds, or 1
   * @param fold from 1, or 0 where the run is no fold
   * @param updates at most
   */
  record RunStarted(int run, int runs, int fold, int trainRows, int validRows, long updates)
      implements TrainingEvent {}

  /**
   * An epoch is done.
   *
   * @param epoch from 1
   * @param epochs at most
   * @param losses means over the epoch's batches in training mode, the penalty included
   * @param valid figures of the validation rows, if there are any
   * @param best whether the measure of early stopping was never better
   */
  record EpochEnded(
      int epoch,
      int epochs,
      long updates,
      Map<String, Double> losses,
      Optional<Figures> valid,
      boolean best)
      implements TrainingEvent {}

  /** A fold is done. */
  record FoldEnded(FoldReport report) implements TrainingEvent {}

  /** Everything is done. */
  record Finished(RunReport report) implements TrainingEvent {}
}
