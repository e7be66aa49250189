package dev.tulle.compiler.summary;

import java.util.ArrayList;
import java.util.List;

/** Lines of cells in aligned columns: the first ones to the left, the others to the right. */
public final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();
  private final int left;

  /** A table whose first column alone is text. */
  public TextTable() {
    this(1);
  }

  /**
   * @param left how many columns hold text rather than numbers
   */
  public TextTable(int left) {
    this.left = left;
  }

  /** Adds a line, which may have fewer cells than others. */
  public TextTable row(List<String> cells) {
    rows.add(List.copyOf(cells));
    return this;
  }

  /** Adds a line. */
  public TextTable row(String... cells) {
    return row(List.of(cells));
  }

  @Override
  public String toString() {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    var text = new StringBuilder();
    for (List<String> row : rows) {
      var line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        String space = " ".repeat(widths[i] - row.get(i).length());
        String cell = i < left ? row.get(i) + space : space + row.get(i);
        line.append(i == 0 ? "" : "  ").append(cell);
      }
      text.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }
    return text.toString();
  }
}
