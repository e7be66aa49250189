package dev.tulle.runtime.kernel;

/** Checks what a caller of a generated class gives, in words that name it. */
public final class Lengths {
  private Lengths() {}

  /**
   * An array of some rows.
   *
   * @param name of the input or output
   * @param length the array's
   * @param rows at least 0
   * @param width floats a row
   * @throws IllegalArgumentException where the array is too short, with both lengths
   */
  public static void check(String name, int length, int rows, int width) {
    if (rows < 0) {
      throw new IllegalArgumentException(rows + " rows");
    }
    long wanted = (long) rows * width;
    if (length < wanted) {
      throw new IllegalArgumentException(
          "`"
              + name
              + "` has "
              + length
              + " floats, but "
              + rows
              + (rows == 1 ? " row" : " rows")
              + " of "
              + width
              + " need "
              + wanted);
    }
  }

  /**
   * The rows of a batch.
   *
   * @throws IllegalArgumentException where they are not 1 to {@code capacity}
   */
  public static void rows(int rows, int capacity) {
    if (rows < 1 || rows > capacity) {
      throw new IllegalArgumentException(
          "a batch of " + rows + " rows, where 1 to " + capacity + " fit");
    }
  }
}
