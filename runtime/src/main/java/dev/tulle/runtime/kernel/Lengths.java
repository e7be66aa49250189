package dev.tulle.runtime.kernel;

/** Checks what a caller of a generated class gives, in words that name it. */
public final class Lengths {
  private Lengths() {}

  /**
   * An array of some rows, which may be longer.
   *
   * @param name of the input or output
   * @param rows at least 0
   * @param width floats a row
   * @throws IllegalArgumentException where the array is null or too short, with both lengths
   */
  public static void check(String name, float[] array, int rows, int width) {
    check(name, given(name, array).length, rows, width);
  }

  /** As {@link #check(String, float[], int, int)}, for indices. */
  public static void check(String name, int[] array, int rows, int width) {
    if (array == null) {
      throw new IllegalArgumentException("`" + name + "` is null");
    }
    check(name, array.length, rows, width, "ints");
  }

  /** As {@link #check(String, float[], int, int)}, for texts. */
  public static void check(String name, String[] array, int rows, int width) {
    if (array == null) {
      throw new IllegalArgumentException("`" + name + "` is null");
    }
    check(name, array.length, rows, width, "texts");
  }

  /** An array of exactly so many rows; as {@link #check(String, float[], int, int)}. */
  public static void checkAll(String name, float[] array, int rows, int width) {
    checkAll(name, given(name, array).length, rows, width, "floats");
  }

  /** As {@link #checkAll(String, float[], int, int)}, for indices. */
  public static void checkAll(String name, int[] array, int rows, int width) {
    check(name, array, rows, width);
    checkAll(name, array.length, rows, width, "ints");
  }

  /** As {@link #checkAll(String, float[], int, int)}, for texts. */
  public static void checkAll(String name, String[] array, int rows, int width) {
    check(name, array, rows, width);
    checkAll(name, array.length, rows, width, "texts");
  }

  /** The length of an array, which must not be null. */
  public static int length(String name, float[] array) {
    return given(name, array).length;
  }

  /** As {@link #length(String, float[])}, for indices. */
  public static int length(String name, int[] array) {
    check(name, array, 0, 0);
    return array.length;
  }

  /**
   * The length of a dim that varies, as the array of an input says it.
   *
   * @param dim its name
   * @param least it is no shorter
   * @param most and no longer
   * @param name of the input
   * @param length the array's
   * @param rows at least 0
   * @param width numbers a row for each position of the dim
   * @throws IllegalArgumentException where the array is no whole number of them, or the length is
   *     not within the bounds
   */
  public static int dim(
      String dim, int least, int most, String name, int length, int rows, int width) {
    if (rows < 0) {
      throw new IllegalArgumentException(rows + " rows");
    }
    long each = (long) rows * width;
    if (each > 0 && length == 0) {
      throw new IllegalArgumentException(
          "`%s` has 0 numbers, and a row has at least %s %s of `%s`"
              .formatted(name, least, least == 1 ? "position" : "positions", dim));
    }
    if (each == 0 ? length != 0 : length % each != 0) {
      throw new IllegalArgumentException(
          "`%s` has %s numbers, and %s %s of %s for each position of `%s` %s a multiple of %s"
              .formatted(
                  name,
                  length,
                  rows,
                  rows == 1 ? "row" : "rows",
                  width,
                  dim,
                  rows == 1 ? "is" : "are",
                  each));
    }
    long found = each == 0 ? least : length / each;
    if (found < least || found > most) {
      throw new IllegalArgumentException(
          "`%s` has %s numbers: %s %s with a `%s` of %s, which is %s to %s in this net"
              .formatted(name, length, rows, rows == 1 ? "row" : "rows", dim, found, least, most));
    }
    return (int) found;
  }

  /**
   * Positions of an axis that is a sum of lengths, which may be too short together though each is
   * long enough.
   *
   * @param sum as the `.net` file would say it
   * @param value what it is
   * @param rows of the call; where there are none nothing is too short
   * @throws IllegalArgumentException where the axis would have no position
   */
  public static int sum(String sum, int value, int rows) {
    if (value < 1 && rows > 0) {
      throw new IllegalArgumentException(
          "an axis of `%s` would have %s positions with the lengths of these arrays, and needs 1 at least: they are too short together by %s"
              .formatted(sum, value, 1 - value));
    }
    return Math.max(1, value);
  }

  /**
   * An array as long as a dim is in another input.
   *
   * @param width numbers a row
   * @param dim the name of the dim
   * @param found its length there
   * @param by the name of the other input
   * @throws IllegalArgumentException where it is shorter or longer
   */
  public static void agree(
      String name, int length, int rows, int width, String dim, int found, String by) {
    if (length != (long) rows * width) {
      throw new IllegalArgumentException(
          "`%s` has %s numbers, but %s %s of %s need %s: `%s` is %s in `%s`"
              .formatted(
                  name,
                  length,
                  rows,
                  rows == 1 ? "row" : "rows",
                  width,
                  (long) rows * width,
                  dim,
                  found,
                  by));
    }
  }

  private static float[] given(String name, float[] array) {
    if (array == null) {
      throw new IllegalArgumentException("`" + name + "` is null");
    }
    return array;
  }

  /**
   * The length of an array that takes some rows of an output.
   *
   * @throws IllegalArgumentException where no array is so long
   */
  public static int of(String name, int rows, int width) {
    if (rows < 0) {
      throw new IllegalArgumentException(rows + " rows");
    }
    long length = (long) rows * width;
    if (length > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          rows + " rows of `" + name + "` are " + length + " numbers, more than an array can hold");
    }
    return (int) length;
  }

  /**
   * The arrays of {@link dev.tulle.runtime.Model#predict}.
   *
   * @param what {@code inputs} or {@code outputs}
   */
  public static void count(String what, float[][] arrays, int wanted) {
    if (arrays == null || arrays.length != wanted) {
      throw new IllegalArgumentException(
          (arrays == null ? "no" : arrays.length)
              + " arrays of "
              + what
              + ", but the net has "
              + wanted);
    }
  }

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
    check(name, length, rows, width, "floats");
  }

  private static void check(String name, int length, int rows, int width, String unit) {
    if (rows < 0) {
      throw new IllegalArgumentException(rows + " rows");
    }
    if (length < (long) rows * width) {
      throw wrong(name, length, rows, width, unit);
    }
  }

  private static void checkAll(String name, int length, int rows, int width, String unit) {
    check(name, length, rows, width, unit);
    if (length != (long) rows * width) {
      throw wrong(name, length, rows, width, unit);
    }
  }

  private static IllegalArgumentException wrong(
      String name, int length, int rows, int width, String unit) {
    return new IllegalArgumentException(
        "`%s` has %s %s, but %s %s of %s %s %s"
            .formatted(
                name,
                length,
                length == 1 ? unit.substring(0, unit.length() - 1) : unit,
                rows,
                rows == 1 ? "row" : "rows",
                width,
                rows == 1 ? "needs" : "need",
                (long) rows * width));
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
