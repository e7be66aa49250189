package dev.tulle.training.data;

import dev.tulle.runtime.recipe.Cells;
import dev.tulle.runtime.recipe.DataSource;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** Rows of cells under named columns: a file's, or those that a program gives. */
public final class Table {
  private final String name;
  private final int rows;
  private final IntFunction<String> places;
  private final Map<String, CellColumn> cells;
  private final Map<String, List<String>> given;
  private final List<String> columns;
  private final Optional<Text> text;

  /**
   * @param name what messages call the table
   * @param places where a row stands, for messages
   * @param cells by the names of their columns
   * @param columns the names that patterns choose from, in their order
   * @param given by the name of an input or target: the columns that its field is made of, whatever
   *     the field calls them
   */
  Table(
      String name,
      int rows,
      IntFunction<String> places,
      Map<String, CellColumn> cells,
      List<String> columns,
      Map<String, List<String>> given) {
    this.name = name;
    this.rows = rows;
    this.places = places;
    this.cells = Map.copyOf(cells);
    this.columns = List.copyOf(columns);
    this.given = Map.copyOf(given);
    this.text = Optional.empty();
  }

  private Table(Text text) {
    this.name = text.name();
    this.rows = text.rows();
    this.places = text::place;
    this.cells = Map.of();
    this.columns = List.of();
    this.given = Map.of();
    this.text = Optional.of(text);
  }

  /**
   * Reads a text, whose rows are what some data have windows over.
   *
   * @throws DataException where it cannot be read (S006)
   */
  public static Table readText(Path file, DataSource data) {
    return new Table(Text.read(file, data));
  }

  /** The text that this is, where it is one: rows then go by the place of their first symbol. */
  Optional<Text> text() {
    return text;
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

  /**
   * Tables behind each other, under the columns of the first.
   *
   * @param tables at least one
   * @throws DataException D303 where a column of the first is missing in another
   */
  public static Table chain(List<Table> tables) {
    Table first = tables.get(0);
    if (tables.stream().anyMatch(table -> table.text.isPresent())) {
      throw new DataException(
          "R404",
          "a text is parted in its order, and rows of other files cannot stand behind it",
          "leave it to the `split` of the data");
    }
    RowRanges ranges = new RowRanges(tables.stream().map(Table::rows).toList());
    Map<String, CellColumn> chained = new HashMap<>();
    for (String column : first.cells.keySet()) {
      List<CellColumn> parts = new ArrayList<>();
      tables.forEach(table -> parts.add(table.column(column)));
      chained.put(column, CellColumn.chain(parts, ranges));
    }
    IntFunction<String> places =
        row -> {
          int part = ranges.part(row);
          return tables.get(part).place(row - ranges.start(part));
        };
    return new Table(first.name, ranges.total(), places, chained, first.columns, first.given);
  }

  /** What messages call the table: the name of its file. */
  public String name() {
    return name;
  }

  /** Names of the columns in the table's order. */
  public List<String> columns() {
    return columns;
  }

  /** How many rows there are, without the header. */
  public int rows() {
    return rows;
  }

  /** Where a row stands: the file and the line it begins on, or its number in a program's rows. */
  public String place(int row) {
    return places.apply(row);
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

      @Override
      public String written(String column) {
        return Table.this.column(column).written(row);
      }

      @Override
      public double[] numbers(String column) {
        return Table.this.numbers(row, column);
      }
    };
  }

  /** The columns that stand for the field of an input or target, whatever the field calls them. */
  Optional<List<String>> given(String port) {
    return Optional.ofNullable(given.get(port));
  }

  /** Whether a column has a cell that is no number and not empty, in some rows. */
  boolean holdsTexts(String column, int[] among) {
    CellColumn cells = column(column);
    return Arrays.stream(among)
        .anyMatch(row -> Double.isNaN(cells.number(row)) && !cells.text(row).isEmpty());
  }

  /** A cell as a finite number. */
  private double number(int row, String column) {
    double value = column(column).number(row);
    if (Double.isNaN(value)) {
      throw notANumber(row, column);
    }
    return value;
  }

  /** The finite numbers that a cell holds. */
  private double[] numbers(int row, String column) {
    CellColumn cells = column(column);
    double[] values = cells.numbers(row);
    for (int i = 0; i < values.length; i++) {
      if (Double.isNaN(values[i])) {
        throw new DataException(
            "D304",
            "%s: the column `%s` holds `%s` among its numbers"
                .formatted(place(row), column, Cells.items(cells.written(row))[i]),
            "a list is numbers parted by blanks, commas or semicolons: 0.5 1 -2e3");
      }
    }
    return values;
  }

  /** Whether a column holds several numbers a row, as arrays of a program do. */
  boolean holdsLists(String column) {
    return column(column).isLists();
  }

  /** A cell as text without blanks around it. */
  private String text(int row, String column) {
    CellColumn cell = column(column);
    String text = cell.text(row);
    if (text.isEmpty()) {
      throw new DataException(
          "D304",
          place(row) + ": there is no value in the column `" + column + "`" + instead(cell, row),
          missingIn(cell));
    }
    return text;
  }

  private static String instead(CellColumn cell, int row) {
    String written = cell.written(row);
    return written.isEmpty() ? "" : ", but `" + written + "`";
  }

  private CellColumn column(String column) {
    CellColumn found = cells.get(column);
    if (found == null) {
      throw new DataException(
          "D303", name + " has no column `" + column + "`", Names.didYouMean(column, columns));
    }
    return found;
  }

  private DataException notANumber(int row, String column) {
    String cell = text(row, column);
    CellColumn all = column(column);
    long texts = 0;
    for (int i = 0; i < rows; i++) {
      if (Double.isNaN(all.number(i)) && !all.text(i).isEmpty()) {
        texts++;
      }
    }
    String help =
        texts < rows
            ? "this is so in "
                + texts
                + " of "
                + rows
                + " rows: write a number there, or leave those rows out"
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

  private String missingIn(CellColumn column) {
    long missing = 0;
    for (int row = 0; row < rows; row++) {
      if (column.text(row).isEmpty()) {
        missing++;
      }
    }
    return "this is so in "
        + missing
        + " of "
        + rows
        + " rows: fill in a value there, or leave those rows out";
  }
}
