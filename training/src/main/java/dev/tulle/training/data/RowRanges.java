package dev.tulle.training.data;

import java.util.Arrays;
import java.util.List;

/** Which rows of a table come from which of several tables that stand behind each other. */
final class RowRanges {
  private final int[] starts;

  /**
   * @param rows of each table
   * @throws ArithmeticException where they are more than an int counts
   */
  RowRanges(List<Integer> rows) {
    starts = new int[rows.size() + 1];
    for (int i = 0; i < rows.size(); i++) {
      starts[i + 1] = Math.addExact(starts[i], rows.get(i));
    }
  }

  /** The table that a row comes from. */
  int part(int row) {
    int found = Arrays.binarySearch(starts, row);
    if (found < 0) {
      return -found - 2;
    }
    while (starts[found + 1] == row) { // a table without rows starts where the next one does
      found++;
    }
    return found;
  }

  int start(int part) {
    return starts[part];
  }

  int total() {
    return starts[starts.length - 1];
  }
}
