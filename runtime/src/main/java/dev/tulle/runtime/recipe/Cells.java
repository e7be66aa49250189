package dev.tulle.runtime.recipe;

import java.util.Map;

/** One row of a table, by the names of its columns. */
public interface Cells {
  /** The cell as a finite number. @throws RuntimeException with a sentence where it is none */
  double number(String column);

  /**
   * The cell as text without blanks around it. @throws RuntimeException with a sentence where it is
   * empty
   */
  String text(String column);

  /** The cell as it is written, with its blanks. @throws RuntimeException as {@link #text} does */
  default String written(String column) {
    return text(column);
  }

  /**
   * The numbers that a cell holds behind each other, none where it is empty. @throws
   * RuntimeException with a sentence where something among them is no finite number
   */
  double[] numbers(String column);

  /**
   * A row of numbers, arrays of them, and texts as a file has them (enums, booleans and characters
   * are texts too). Its mistakes are IllegalArgumentExceptions.
   */
  static Cells of(Map<String, ?> row) {
    if (row == null) {
      throw new IllegalArgumentException("the row is null");
    }
    return new RowCells(row);
  }

  /**
   * The number that a cell holds, or NaN where it holds none: decimal notation only, so that words
   * such as {@code NaN}, {@code 1d} or hexadecimal numbers, which Java would read, are none.
   */
  static double parse(String cell) {
    String text = cell.strip();
    boolean digit = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      digit |= c >= '0' && c <= '9';
      if ((c < '0' || c > '9') && "+-.eE".indexOf(c) < 0) {
        return Double.NaN;
      }
    }
    if (!digit) {
      return Double.NaN;
    }
    try {
      double value = Double.parseDouble(text);
      return Double.isInfinite(value) ? Double.NaN : value;
    } catch (NumberFormatException e) {
      return Double.NaN; // the right characters in a wrong order, such as 1-2
    }
  }

  /**
   * What stands in a list, in brackets or not: parted by blanks, or by a comma or semicolon with
   * blanks around it.
   */
  static String[] items(String cell) {
    String list = cell.strip();
    if (list.startsWith("[") && list.endsWith("]") && list.length() > 1) {
      list = list.substring(1, list.length() - 1).strip();
    }
    return list.isEmpty() ? new String[0] : list.split("\\s*[,;]\\s*|\\s+", -1);
  }
}
