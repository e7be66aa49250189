package dev.tulle.training.data;

import dev.tulle.runtime.recipe.DataSource;
import dev.tulle.runtime.recipe.Recipe.Validation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which rows of a table train, validate and test, as data and recipe say.
 *
 * @param train rows that train; with folds, the rows that the folds are made of
 * @param valid empty without validation, and with folds
 * @param test empty where the data set no rows aside
 * @param folds the validation rows of each fold, or none
 */
public record Partition(int[] train, int[] valid, int[] test, List<int[]> folds) {
  /**
   * Parts the rows of a table.
   *
   * @throws DataException R402 where a set would have no rows, R404 where rules contradict each
   *     other
   */
  public static Partition of(Table table, DataSource data, Validation validation) {
    if (table.text().isPresent()) {
      return TextParts.of(table.text().get(), data, validation);
    }
    int[] all = new int[table.rows()];
    Arrays.setAll(all, i -> i);
    int[] train = all;
    int[] valid = {};
    int[] test = {};
    if (data.split().isPresent()) {
      DataSource.Split split = data.split().get();
      double[] fractions = {split.train(), split.valid(), split.test()};
      int[][] sets =
          Splitter.byFractions(all, fractions, split.seed(), labels(split.stratify(), table, data));
      train = sets[0];
      valid = sets[1];
      test = sets[2];
      requireRows("valid", split.valid(), valid, table);
      requireRows("test", split.test(), test, table);
    }
    if (valid.length > 0 && !(validation instanceof Validation.OfSplit)) {
      throw new DataException(
          "R404",
          "the split of `"
              + data.name()
              + "` sets validation rows aside, and `validate` would take"
              + " others",
          "leave `valid` out of the split, or `validate` out of the recipe");
    }
    List<int[]> folds = List.of();
    if (validation instanceof Validation.Holdout holdout) {
      double[] fractions = {holdout.fraction()};
      valid =
          Splitter.byFractions(
              train, fractions, holdout.seed(), labels(holdout.stratify(), table, data))[0];
      requireRows("valid", holdout.fraction(), valid, table);
      train = Splitter.without(train, valid);
    } else if (validation instanceof Validation.Folds kfold) {
      if (kfold.count() < 2 || kfold.count() > train.length) {
        throw new DataException(
            "R402",
            "kfold(" + kfold.count() + ") of " + train.length + " training rows",
            "at least 2 folds, and a row for each");
      }
      folds =
          List.of(
              Splitter.folds(
                  train, kfold.count(), kfold.seed(), labels(kfold.stratify(), table, data)));
    }
    if (train.length == 0) {
      throw new DataException(
          "R402",
          "no row of the " + table.rows() + " in " + table.name() + " is left to train with",
          "give `train` a larger fraction");
    }
    return new Partition(train, valid, test, folds);
  }

  private static Optional<String[]> labels(boolean stratify, Table table, DataSource data) {
    return stratify ? Optional.of(Fitter.labels(table, data)) : Optional.empty();
  }

  private static void requireRows(String set, double fraction, int[] rows, Table table) {
    if (fraction > 0 && rows.length == 0) {
      throw new DataException(
          "R402",
          "`"
              + set
              + "` = "
              + fraction
              + " of the "
              + table.rows()
              + " rows in "
              + table.name()
              + " is not a single row",
          "give `" + set + "` a larger fraction");
    }
  }
}
