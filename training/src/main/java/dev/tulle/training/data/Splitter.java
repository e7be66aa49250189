package dev.tulle.training.data;

import dev.tulle.runtime.kernel.RandomNumbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Parts rows into sets by shuffling them. The numbers of rows in each set depend on the fractions
 * alone; with labels, every label's rows are parted in the same proportion, to within one row.
 */
public final class Splitter {
  /** The stream of random numbers that splits draw from. */
  private static final long STREAM = 0x73706c6974L;

  private Splitter() {}

  /**
   * Puts numbers into a random order that is a function of the key (Fisher and Yates, 1938;
   * Durstenfeld, 1964).
   */
  public static void shuffle(int[] rows, long key) {
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    for (int i = rows.length - 1; i > 0; i--) {
      int j = RandomNumbers.below(i + 1, RandomNumbers.bits(k0, k1, i));
      int swapped = rows[i];
      rows[i] = rows[j];
      rows[j] = swapped;
    }
  }

  /**
   * Parts rows by fractions.
   *
   * @param fractions at least 0 each, at most 1 together; what is left of 1 is in no set
   * @param labels of the table's rows, where each label is to be parted in proportion
   * @return a set for each fraction, its rows in ascending order
   */
  public static int[][] byFractions(
      int[] rows, double[] fractions, long seed, Optional<String[]> labels) {
    int[] order = order(rows, seed, labels);
    List<List<Integer>> sets = new ArrayList<>();
    Arrays.stream(fractions).forEach(f -> sets.add(new ArrayList<>()));
    int from = 0;
    while (from < order.length) {
      int to = endOfLabel(order, from, labels);
      double below = 0;
      int at = from;
      for (int s = 0; s < fractions.length; s++) {
        below += fractions[s];
        // As many as the first `to` rows give to the sets up to this one, less those given before.
        long upTo = Math.round(to * below) - Math.round(from * below);
        for (; at < to && at - from < upTo; at++) {
          sets.get(s).add(order[at]);
        }
      }
      from = to;
    }
    return sets.stream().map(Splitter::ascending).toArray(int[][]::new);
  }

  /**
   * Parts rows into folds of equal size, to within one row.
   *
   * @param count at least 2 and at most the number of rows
   * @return the rows of each fold in ascending order
   */
  public static int[][] folds(int[] rows, int count, long seed, Optional<String[]> labels) {
    int[] order = order(rows, seed, labels);
    int[][] folds = new int[count][];
    for (int fold = 0; fold < count; fold++) {
      List<Integer> members = new ArrayList<>();
      for (int i = fold; i < order.length; i += count) {
        members.add(order[i]);
      }
      folds[fold] = ascending(members);
    }
    return folds;
  }

  /** The rows that are not in {@code others}, in their order. */
  public static int[] without(int[] rows, int[] others) {
    int[] sorted = others.clone();
    Arrays.sort(sorted);
    return Arrays.stream(rows).filter(row -> Arrays.binarySearch(sorted, row) < 0).toArray();
  }

  /** A random order; with labels, the rows of a label stand together. */
  private static int[] order(int[] rows, long seed, Optional<String[]> labels) {
    int[] order = rows.clone();
    shuffle(order, RandomNumbers.key(seed, 0, STREAM));
    if (labels.isEmpty()) {
      return order;
    }
    String[] label = labels.get();
    return Arrays.stream(order)
        .boxed()
        .sorted(Comparator.comparing(row -> label[row])) // stable: random within a label
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static int endOfLabel(int[] order, int from, Optional<String[]> labels) {
    if (labels.isEmpty()) {
      return order.length;
    }
    String[] label = labels.get();
    int to = from + 1;
    while (to < order.length && label[order[to]].equals(label[order[from]])) {
      to++;
    }
    return to;
  }

  private static int[] ascending(List<Integer> rows) {
    return rows.stream().mapToInt(Integer::intValue).sorted().toArray();
  }
}
