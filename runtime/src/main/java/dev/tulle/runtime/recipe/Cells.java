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

  /** A row given as texts. Its mistakes are IllegalArgumentExceptions. */
  static Cells of(Map<String, String> row) {
    return new Cells() {
      @Override
      public double number(String column) {
        double value = parse(text(column));
        if (Double.isNaN(value)) {
          throw new IllegalArgumentException(
              "`" + column + "` is `" + row.get(column) + "`, which is no number");
        }
        return value;
      }

      @Override
      public String text(String column) {
        String cell = row.get(column);
        if (cell == null || cell.isBlank()) {
          throw new IllegalArgumentException("the row has no value for `" + column + "`");
        }
        return cell.strip();
      }
    };
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
}
