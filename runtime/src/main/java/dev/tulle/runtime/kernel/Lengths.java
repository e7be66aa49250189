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
