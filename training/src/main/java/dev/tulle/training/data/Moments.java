package dev.tulle.training.data;

import dev.tulle.runtime.recipe.Cells;
import dev.tulle.runtime.recipe.FittedColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Means and deviations of the training rows. */
final class Moments {
  private Moments() {}

  /**
   * A column that has mean 0 and deviation 1 in some rows.
   *
   * @param groups how many numbers in turn have means of their own
   */
  static FittedColumn standardize(Table table, int[] rows, FittedColumn of, int groups) {
    double count = numbers(table, rows, of) / groups;
    double[] mean = new double[groups];
    double[] largest = new double[groups];
    for (int row : rows) {
      double[] values = values(table, row, of);
      for (int i = 0; i < values.length; i++) {
        mean[i % groups] += values[i] / count;
        largest[i % groups] = Math.max(largest[i % groups], Math.abs(values[i]));
      }
    }
    double[] variance = new double[groups];
    for (int row : rows) {
      double[] values = values(table, row, of);
      for (int i = 0; i < values.length; i++) {
        double distance = values[i] - mean[i % groups];
        variance[i % groups] += distance * distance / count;
      }
    }
    List<Double> means = new ArrayList<>();
    List<Double> deviations = new ArrayList<>();
    for (int i = 0; i < groups; i++) {
      double deviation = Math.sqrt(variance[i]);
      means.add(mean[i]);
      // The mean of equal numbers is rounded; what is left of them must not be blown up to 1.
      deviations.add(deviation > 1e-12 * largest[i] ? deviation : 1.0);
    }
    return new FittedColumn.Standardize(of, means, deviations);
  }

  /** How many numbers the rows have, all together. */
  private static double numbers(Table table, int[] rows, FittedColumn of) {
    return of.width() > 0
        ? (double) rows.length * of.width()
        : Arrays.stream(rows).mapToDouble(row -> of.width(table.row(row))).sum();
  }

  private static double[] values(Table table, int row, FittedColumn of) {
    Cells cells = table.row(row);
    double[] values = new double[of.width(cells)];
    try {
      of.apply(cells, values, 0);
    } catch (IllegalArgumentException e) {
      throw Dataset.unfit(table, row, e);
    }
    return values;
  }
}
