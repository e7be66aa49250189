package dev.tulle.runtime.kernel;

import java.util.Arrays;

/**
 * Lays the second factor of matrix products out in panels, as their tiles read it: {@link #COLUMNS}
 * columns behind each other for each step of the depth.
 */
public final class Panels {
  /** Columns of a panel. */
  public static final int COLUMNS = 32;

  /** Lanes of the widest vectors. */
  private static final int WIDEST = 16;

  /** Rows of a panel that are filled column by column before the next: they stay in the cache. */
  private static final int BLOCK = 64;

  private Panels() {}

  /**
   * Copies B[k, n] to {@code panels[panelsAt + n / 32 * panel + k * 32 + n % 32]}.
   *
   * @param b holds B[k, n] at {@code bAt + k * bDepth + n * bColumn}, steps in floats
   * @param depth how many k there are
   * @param columns how many n there are; the last panel keeps what lies behind them
   * @param panels filled from {@code panelsAt} on; another array than {@code b}
   * @param panel floats from a panel to the next, at least {@code depth * 32}
   * @param piece the piece of the panels that this call lays out, of {@code pieces}
   * @throws IndexOutOfBoundsException where an array is too short
   */
  public static void lay(
      float[] b,
      int bAt,
      int bDepth,
      int bColumn,
      int depth,
      int columns,
      float[] panels,
      int panelsAt,
      int panel,
      int piece,
      int pieces) {
    int count = (columns + COLUMNS - 1) / COLUMNS;
    int end = Pieces.from(count, piece + 1, pieces, 1);
    for (int i = Pieces.from(count, piece, pieces, 1); i < end; i++) {
      int from = bAt + i * COLUMNS * bColumn;
      int width = Math.min(COLUMNS, columns - i * COLUMNS);
      int to = panelsAt + i * panel;
      if (bColumn == 1) {
        for (int k = 0; k < depth; k++) {
          System.arraycopy(b, from + k * bDepth, panels, to + k * COLUMNS, width);
        }
      } else {
        turn(b, from, bDepth, bColumn, depth, width, panels, to);
      }
    }
  }

  /**
   * Lays the columns of B out several times side by side, each time some rows further down, with
   * zeros around: for {@code i} below {@code count}, B[k, n] goes to {@code panels[panelsAt + (k +
   * i * shift) * 16 + i * columns + n]}.
   *
   * @param b holds B[k, n] at {@code bAt + k * bDepth + n}
   * @param depth how many k there are
   * @param columns how many n there are
   * @param count times; {@code count * columns} is at most 16
   * @param shift rows from one time to the next, at least 0
   * @param panels filled from {@code panelsAt} on, {@code depth + (count - 1) * shift} rows of 16
   *     floats; another array than {@code b}
   * @param piece the number of this call, of {@code pieces}; the last one does it
   * @throws IndexOutOfBoundsException where an array is too short
   */
  public static void repeat(
      float[] b,
      int bAt,
      int bDepth,
      int depth,
      int columns,
      int count,
      int shift,
      float[] panels,
      int panelsAt,
      int piece,
      int pieces) {
    if (piece + 1 < pieces) {
      return;
    }
    int rows = depth + (count - 1) * shift;
    Arrays.fill(panels, panelsAt, panelsAt + rows * WIDEST, 0);
    for (int i = 0; i < count; i++) {
      int to = panelsAt + i * (shift * WIDEST + columns);
      for (int k = 0; k < depth; k++) {
        System.arraycopy(b, bAt + k * bDepth, panels, to + k * WIDEST, columns);
      }
    }
  }

  /**
   * Lays the taps of a row of filters side by side: for tap {@code i} below {@code across} and
   * channel {@code k} below {@code depth}, B[i * depth + k, n] goes to {@code panels[panelsAt + k *
   * width + i * columns + n]}, with zeros behind.
   *
   * @param b holds B[k, n] at {@code bAt + k * bDepth + n}
   * @param depth how many channels there are
   * @param across how many taps there are
   * @param columns how many n there are
   * @param panels filled from {@code panelsAt} on, {@code depth} rows; another array than {@code b}
   * @param width floats of such a row, at least {@code across * columns}
   * @param piece the number of this call, of {@code pieces}; the last one does it
   * @throws IndexOutOfBoundsException where an array is too short
   */
  public static void taps(
      float[] b,
      int bAt,
      int bDepth,
      int depth,
      int across,
      int columns,
      float[] panels,
      int panelsAt,
      int width,
      int piece,
      int pieces) {
    if (piece + 1 < pieces) {
      return;
    }
    Arrays.fill(panels, panelsAt, panelsAt + depth * width, 0);
    for (int i = 0; i < across; i++) {
      for (int k = 0; k < depth; k++) {
        int from = bAt + (i * depth + k) * bDepth;
        System.arraycopy(b, from, panels, panelsAt + k * width + i * columns, columns);
      }
    }
  }

  private static void turn(
      float[] b,
      int bAt,
      int bDepth,
      int bColumn,
      int depth,
      int width,
      float[] panels,
      int panelsAt) {
    for (int first = 0; first < depth; first += BLOCK) {
      int end = Math.min(depth, first + BLOCK);
      for (int column = 0; column < width; column++) {
        int from = bAt + column * bColumn;
        for (int k = first; k < end; k++) {
          panels[panelsAt + k * COLUMNS + column] = b[from + k * bDepth];
        }
      }
    }
  }
}
