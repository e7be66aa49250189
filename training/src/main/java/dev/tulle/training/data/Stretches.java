package dev.tulle.training.data;

import java.util.Arrays;

/**
 * Where the numbers of an input or target lie, row by row: in one array, each row at a stretch of
 * it.
 *
 * @param values all of them
 * @param width numbers a row; 0 where each row has its own length
 * @param step how far a place is from the next; 0 where each row has its own length
 * @param offset where the row at place 0 begins
 * @param starts where each row has its own length, the beginning of each and the end of the last
 */
record Stretches(float[] values, int width, int step, int offset, int[] starts) {
  /** Rows of one length behind each other. */
  static Stretches even(float[] values, int width) {
    return new Stretches(values, width, width, 0, new int[0]);
  }

  /** Windows over a text: each begins anywhere. */
  static Stretches windows(float[] symbols, int length, int offset) {
    return new Stretches(symbols, length, 1, offset, new int[0]);
  }

  /** Rows of their own lengths behind each other. */
  static Stretches uneven(float[] values, int[] starts) {
    return new Stretches(Arrays.copyOf(values, starts[starts.length - 1]), 0, 0, 0, starts);
  }

  /** Whether each row has its own length. */
  boolean isUneven() {
    return step == 0;
  }

  int start(int place) {
    return isUneven() ? starts[place] : offset + place * step;
  }

  int width(int place) {
    return isUneven() ? starts[place + 1] - starts[place] : width;
  }

  void copy(int place, float[] into, int at) {
    System.arraycopy(values, start(place), into, at, width(place));
  }
}
