package dev.tulle.training.data;

import dev.tulle.runtime.recipe.Cells;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rows of text under named columns, as a file has them. */
public final class Table {
  /** How files say that there is no value; an empty cell says so too. */
  private static final Set<String> MISSING =
      Set.of("", "?", "NA", "N/A", "na", "n/a", "NaN", "nan", "NULL", "null");

  private final String file;
  private final List<String> columns;
  private final Map<String, Integer> indices = new HashMap<>();
  private final String[][] rows;
  private final long[] lines;
  private final double[][] numbers;

  Table(String file, List<String> columns, String[][] rows, long[] lines) {
    this.file = file;
    this.columns = List.copyOf(columns);
    this.rows = rows;
    this.lines = lines;
    this.numbers = new double[columns.size()][];
    for (int i = 0; i < columns.size(); i++) {
      indices.put(columns.get(i), i);
    }
  }

  /**
   * Reads a CSV file with a header.
   *
   * @throws DataException where it cannot be read (S006), is not a table or has no rows (D304)
   */
  public static Table read(Path file) {
    return TableReader.read(file);
  }

  /**
   * Reads CSV with a header from a stream, as {@link #read(Path)} does.
   *
   * @param name what messages call it
   */
  public static Table read(String name, InputStream stream) {
    return TableReader.read(name, stream);
  }

  /** The file as messages call it. */
  public String file() {
    return file;
  }

  /** Names of the columns in the file's order. */
  public List<String> columns() {
    return columns;
  }

  /** How many rows there are, without the header. */
  public int rows() {
    return rows.length;
  }

  /** Where a row stands: the file and the line it begins on. */
  public String place(int row) {
    return file + ":" + lines[row];
  }

  /** A row by the names of its columns; what is no number or missing is a DataException (D304). */
  public Cells row(int row) {
    return new Cells() {
      @Override
      public double number(String column) {
        return Table.this.number(row, column);
      }

      @Override
      public String text(String column) {
        return Table.this.text(row, column);
      }
    };
  }

  /** A cell as a finite number. */
  double number(int row, String column) {
    int index = index(column);
    double[] values = numbers[index];
    if (values == null) {
      values = new double[rows.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = Cells.parse(rows[i][index]);
      }
      numbers[index] = values;
    }
    if (Double.isNaN(values[row])) {
      throw notANumber(row, column);
    }
    return values[row];
  }

  /** A cell as text without blanks around it. */
  String text(int row, String column) {
    String cell = rows[row][index(column)].strip();
    if (MISSING.contains(cell)) {
      throw new DataException(
          "D304",
          place(row) + ": there is no value in the column `" + column + "`",
          missingIn(column));
    }
    return cell;
  }

  private int index(String column) {
    Integer index = indices.get(column);
    if (index == null) {
      throw new DataException(
          "D303", file + " has no column `" + column + "`", Names.didYouMean(column, columns));
    }
    return index;
  }

  private DataException notANumber(int row, String column) {
    String cell = text(row, column);
    int index = index(column);
    long texts = 0;
    for (String[] each : rows) {
      if (Double.isNaN(Cells.parse(each[index])) && !MISSING.contains(each[index].strip())) {
        texts++;
      }
    }
    String help =
        texts < rows.length
            ? "this is so in " + texts + " of " + rows.length + " rows"
            : "`one_hot(column(\""
                + column
                + "\"))` makes numbers of its texts; `except = \""
                + column
                + "\"` leaves the column out";
    return new DataException(
        "D304",
        place(row) + ": the column `" + column + "` holds `" + cell + "`, which is no number",
        help);
  }

  private String missingIn(String column) {
    int index = index(column);
    long missing = 0;
    for (String[] row : rows) {
      if (MISSING.contains(row[index].strip())) {
        missing++;
      }
    }
    return "this is so in "
        + missing
        + " of "
        + rows.length
        + " rows: fill in a value there, or leave those rows out of the file";
  }
}
