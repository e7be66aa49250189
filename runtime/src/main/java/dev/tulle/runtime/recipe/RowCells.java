package dev.tulle.runtime.recipe;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** A row that a program gives as a map. */
record RowCells(Map<String, ?> row) implements Cells {
  @Override
  public double number(String column) {
    if (row.get(column) instanceof Number number) {
      double value = number.doubleValue();
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(
            "`" + column + "` is " + value + ", which is no finite number");
      }
      return value;
    }
    double value = Cells.parse(text(column));
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException(
          "`" + column + "` is `" + row.get(column) + "`, which is no number");
    }
    return value;
  }

  @Override
  public double[] numbers(String column) {
    Object cell = row.get(column);
    double[] values;
    if (cell instanceof float[] floats) {
      values = IntStream.range(0, floats.length).mapToDouble(i -> floats[i]).toArray();
    } else if (cell instanceof double[] doubles) {
      values = doubles.clone();
    } else if (cell instanceof int[] ints) {
      values = Arrays.stream(ints).asDoubleStream().toArray();
    } else {
      values = Arrays.stream(Cells.items(written(column))).mapToDouble(Cells::parse).toArray();
    }
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(
            "`" + column + "` holds something among its numbers that is no finite number");
      }
    }
    return values;
  }

  @Override
  public String text(String column) {
    Object cell = row.get(column);
    if (cell instanceof Number) {
      return ClassNames.label(number(column));
    }
    if (cell == null) {
      throw missing(column);
    }
    if (!(cell instanceof CharSequence
        || cell instanceof Character
        || cell instanceof Boolean
        || cell instanceof Enum<?>)) {
      throw new IllegalArgumentException(
          "`"
              + column
              + "` is a "
              + cell.getClass().getSimpleName()
              + ", and a cell is a number or a text");
    }
    String text = cell instanceof Enum<?> constant ? constant.name() : cell.toString().strip();
    if (text.isEmpty()) {
      throw missing(column);
    }
    return text;
  }

  @Override
  public String written(String column) {
    return row.get(column) instanceof CharSequence cell ? cell.toString() : text(column);
  }

  private IllegalArgumentException missing(String column) {
    String names = String.join(", ", new TreeSet<>(row.keySet()));
    return new IllegalArgumentException(
        "the row has no value for `"
            + column
            + (row.containsKey(column) ? "`" : "`; its columns are " + names));
  }
}
