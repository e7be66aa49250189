package dev.tulle.runtime.recipe;

import java.util.Map;
import java.util.TreeSet;

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
