package dev.tulle.training.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Makes blocks of arrays; the arrays are kept, not copied. */
final class Blocks {
  /** Whole numbers beyond this are not exact in a double. */
  private static final double EXACT = 0x1p53;

  private Blocks() {}

  static Block of(String name, float[][] values) {
    requireNumbers(name, values.length, row -> values[row], row -> values[row].length);
    List<CellColumn> cells = new ArrayList<>();
    for (int i = 0; i < width(values.length, row -> values[row].length); i++) {
      int column = i;
      cells.add(CellColumn.numbers(row -> values[row][column], row -> text(values[row][column])));
    }
    return block(name, values.length, cells, CellColumn.lists(row -> doubles(values[row])));
  }

  static Block of(String name, double[][] values) {
    requireNumbers(name, values.length, row -> values[row], row -> values[row].length);
    List<CellColumn> cells = new ArrayList<>();
    for (int i = 0; i < width(values.length, row -> values[row].length); i++) {
      int column = i;
      cells.add(CellColumn.numbers(row -> values[row][column], row -> text(values[row][column])));
    }
    return block(name, values.length, cells, CellColumn.lists(row -> values[row]));
  }

  static Block of(String name, int[][] values) {
    double[][] numbers = new double[values.length][];
    for (int row = 0; row < values.length; row++) {
      requireValue(name, row, values[row]);
      numbers[row] = Arrays.stream(values[row]).asDoubleStream().toArray();
    }
    return of(name, numbers);
  }

  static Block of(String name, float[] values, int width) {
    if (width < 1) {
      throw new IllegalArgumentException("`" + name + "` with " + width + " numbers a row");
    }
    if (values.length % width != 0) {
      throw new DataException(
          "D304",
          "`" + name + "` has " + values.length + " numbers, which is no multiple of " + width,
          "every row needs " + width + " numbers, row behind row");
    }
    List<CellColumn> cells = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      int column = i;
      cells.add(
          CellColumn.numbers(
              row -> values[row * width + column], row -> text(values[row * width + column])));
    }
    return block(
        name,
        values.length / width,
        cells,
        CellColumn.lists(
            row -> doubles(Arrays.copyOfRange(values, row * width, (row + 1) * width))));
  }

  static Block of(String name, double[] values) {
    CellColumn cells = CellColumn.numbers(row -> values[row], row -> text(values[row]));
    return block(name, values.length, List.of(cells), cells);
  }

  static Block of(String name, int[] values) {
    CellColumn cells = CellColumn.numbers(row -> values[row], row -> Integer.toString(values[row]));
    return block(name, values.length, List.of(cells), cells);
  }

  static Block of(String name, String[] values) {
    for (int row = 0; row < values.length; row++) {
      requireValue(name, row, values[row]);
    }
    CellColumn cells = CellColumn.texts(values);
    return block(name, values.length, List.of(cells), cells);
  }

  private static Block block(String name, int rows, List<CellColumn> cells, CellColumn list) {
    if (name.isBlank()) {
      throw new DataException(
          "D304", "values without a name", "the name is that of an input, a target or a column");
    }
    if (rows == 0) {
      throw new DataException("D304", "`" + name + "` has no rows", "training needs some");
    }
    return new Block(name, rows, cells, list, List.of(), false);
  }

  private static void requireNumbers(
      String name, int rows, IntFunction<Object> values, IntUnaryOperator width) {
    for (int row = 0; row < rows; row++) {
      requireValue(name, row, values.apply(row));
      if (width.applyAsInt(row) == 0) {
        throw new DataException(
            "D304",
            "`" + name + "` has no numbers in " + Rows.place(row),
            "every row needs one at least; leave the row out");
      }
    }
  }

  /** Numbers a row; 0 where rows are of different lengths. */
  private static int width(int rows, IntUnaryOperator width) {
    int first = rows == 0 ? 0 : width.applyAsInt(0);
    return IntStream.range(0, rows).allMatch(row -> width.applyAsInt(row) == first) ? first : 0;
  }

  private static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  @SuppressWarnings("ConstantValue") // arrays come from outside, where nobody checks nulls
  private static void requireValue(String name, int row, Object value) {
    if (value == null) {
      throw new DataException(
          "D304", Rows.place(row) + " has no value for `" + name + "`", "give every row a value");
    }
  }

  /** {@code 3} rather than {@code 3.0}, as files name classes. */
  private static String text(double value) {
    return isWhole(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private static String text(float value) {
    return isWhole(value) ? Long.toString((long) value) : Float.toString(value);
  }

  private static boolean isWhole(double value) {
    return value == Math.rint(value) && Math.abs(value) < EXACT;
  }
}
