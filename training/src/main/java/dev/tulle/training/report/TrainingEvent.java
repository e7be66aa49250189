package dev.tulle.training.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What happens in a training, for whoever shows it. */
public sealed interface TrainingEvent {
  /**
   * Many pictures are being read, before anything else; told every thousand.
   *
   * @param done how many are read
   * @param all how many there are
   */
  record Reading(int done, int all) implements TrainingEvent {}

  /**
   * Before anything else but {@link Reading}.
   *
   * @param rows of the table
   * @param parameters numbers that the optimizer moves
   * @param folds how many, or 0
   */
  record Started(
      String net, String data, int rows, long parameters, int folds, int testRows, long seed)
      implements TrainingEvent {}

  /**
   * Something in the data is hardly meant so, and trains all the same. It comes between {@link
   * Started} and the first run.
   *
   * @param code of the catalogue, such as {@code D305}
   * @param message a sentence that stands alone
   * @param help what to do about it
   * @param field the input or target whose field is meant
   */
  record Warned(String code, String message, String help, String field) implements TrainingEvent {}

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
   * An update was made.
   *
   * @param fold from 1, or 0 where the run is no fold
   * @param epoch from 1
   * @param update from 1, counted through the run
   * @param updates of the run at most
   * @param losses of the batch in training mode, the penalty included
   */
  record BatchEnded(int fold, int epoch, long update, long updates, Map<String, Double> losses)
      implements TrainingEvent {
    public BatchEnded {
      losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
    }
  }

  /**
   * An epoch is done.
   *
   * @param fold from 1, or 0 where the run is no fold
   * @param epoch from 1
   * @param epochs at most
   * @param updates of the run so far
   * @param losses means over the epoch's batches in training mode, the penalty included
   * @param valid figures of the validation rows, if there are any
   * @param watched what early stopping watches, or without it the loss of the validation rows;
   *     empty where there is neither
   */
  record EpochEnded(
      int fold,
      int epoch,
      int epochs,
      long updates,
      Map<String, Double> losses,
      Optional<Figures> valid,
      Optional<Watched> watched)
      implements TrainingEvent {
    public EpochEnded {
      losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
    }

    /** Whether the measure that is watched was never better in this run. */
    public boolean best() {
      return watched.map(Watched::best).orElse(false);
    }
  }

  /**
   * A measure after an epoch.
   *
   * @param best whether it was never better in this run
   */
  record Watched(Measure measure, double value, boolean best) {}

  /** A fold is done. */
  record FoldEnded(FoldReport report) implements TrainingEvent {}

  /** Everything is done. */
  record Finished(RunReport report) implements TrainingEvent {}
}
