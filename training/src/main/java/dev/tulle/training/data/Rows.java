package dev.tulle.training.data;

import dev.tulle.runtime.recipe.DataSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Rows that a program gives, instead of a file: what the net's inputs and targets are made of,
 * under their names.
 *
 * <pre>{@code
 * new Rows().with("pixels", pixels).with("label", labels)
 * }</pre>
 *
 * <p>A name is that of an input or target, or of a column that the recipe's data read; where it is
 * both, the input or target is meant. The values are those that a file would hold: what {@code
 * data} does to them, such as {@code / 16} or {@code standardize}, is fitted and applied as it is
 * to a file's. Arrays are kept, not copied; they must not change while a net is trained.
 *
 * <p>Rows never change: each method gives new ones. What is wrong with values is a {@link
 * DataException} (D304), at once where the values alone show it, otherwise when a training starts.
 */
public final class Rows {
  private final List<Block> blocks;

  /** No columns yet. */
  public Rows() {
    this(List.of());
  }

  Rows(List<Block> blocks) {
    this.blocks = List.copyOf(blocks);
  }

  /**
   * Adds an input or target of several numbers a row, one array a row. Where the net's dim varies,
   * each row may have its own length.
   */
  public Rows with(String name, float[][] values) {
    return plus(Blocks.of(name, values));
  }

  /** As {@link #with(String, float[][])}. */
  public Rows with(String name, double[][] values) {
    return plus(Blocks.of(name, values));
  }

  /** As {@link #with(String, float[][])}, of whole numbers, such as the classes of a text. */
  public Rows with(String name, int[][] values) {
    return plus(Blocks.of(name, values));
  }

  /**
   * Adds an input or target of several numbers a row, row behind row in one array.
   *
   * @param width numbers a row, at least 1
   */
  public Rows with(String name, float[] values, int width) {
    return plus(Blocks.of(name, values, width));
  }

  /** Adds a number a row. */
  public Rows with(String name, float[] values) {
    return plus(Blocks.of(name, values, 1));
  }

  /** Adds a number a row. */
  public Rows with(String name, double[] values) {
    return plus(Blocks.of(name, values));
  }

  /** Adds a whole number a row, such as the index of a class. */
  public Rows with(String name, int[] values) {
    return plus(Blocks.of(name, values));
  }

  /** Adds a text a row, such as the name of a class. A text that is a number counts as one. */
  public Rows with(String name, String[] values) {
    return plus(Blocks.of(name, values));
  }

  /**
   * Gives the numbers of an input or target the names that their columns have in files. The weights
   * keep these names, so that they serve rows by column too; without them the columns are called
   * {@code pixels[0]}, {@code pixels[1]} and so on.
   *
   * @param columns a name for each number of a row
   */
  public Rows named(String name, List<String> columns) {
    List<Block> named = new ArrayList<>();
    for (Block block : blocks) {
      if (block.name().equals(name) && block.width() != columns.size()) {
        throw new DataException(
            "D303",
            columns.size()
                + " names for the columns of `"
                + name
                + "`, which has "
                + block.width()
                + " numbers a row",
            "each number has a column of its own");
      }
      named.add(block.name().equals(name) ? block.named(columns) : block);
    }
    if (blocks.stream().noneMatch(block -> block.name().equals(name))) {
      throw new DataException(
          "D303", "nothing is called `" + name + "` whose columns could be named", hint(name));
    }
    return new Rows(named);
  }

  private String hint(String name) {
    return Names.nearest(name, blocks.stream().map(Block::name).toList())
        .map(near -> "a similar name is `" + near + "`")
        .orElse("call `with` first");
  }

  /**
   * Reads records: each component is a column, or an input or target, under its name; what no field
   * reads is left out. A component is a number, a text (or an enum, a boolean, a character), or an
   * array of floats, doubles or ints.
   *
   * @param rows of one record class; read at once to the end, and closed
   */
  public static Rows records(Stream<? extends Record> rows) {
    try (rows) {
      return records(rows.iterator());
    }
  }

  /** Reads records, as {@link #records(Stream)} does. */
  public static Rows records(Iterator<? extends Record> rows) {
    return RowCollector.records(rows);
  }

  /**
   * Reads rows by name, whose values are as in {@link #records(Stream)}; every row has the same
   * names.
   *
   * @param rows read at once to the end, and closed
   */
  public static Rows maps(Stream<? extends Map<String, ?>> rows) {
    try (rows) {
      return maps(rows.iterator());
    }
  }

  /** Reads rows by name, as {@link #maps(Stream)} does. */
  public static Rows maps(Iterator<? extends Map<String, ?>> rows) {
    return RowCollector.maps(rows);
  }

  /** How many rows there are. */
  public int rows() {
    return blocks.isEmpty() ? 0 : blocks.get(0).rows();
  }

  /**
   * These rows as a table that has what the fields of some data read.
   *
   * @param known columns of inputs and targets that have names already, such as those that weights
   *     keep
   * @throws DataException D302, D303 where the names are not those that the data need
   */
  public Table table(DataSource data, Map<String, List<String>> known) {
    return new RowsTable(blocks, data, known).table();
  }

  /** How messages call a row. */
  static String place(int row) {
    return "rows[" + row + "]";
  }

  Rows plus(Block block) {
    for (Block other : blocks) {
      if (other.name().equals(block.name())) {
        throw new DataException(
            "D304", "`" + block.name() + "` is given twice", "each name has its values once");
      }
      if (other.rows() != block.rows()) {
        throw new DataException(
            "D304",
            "`"
                + other.name()
                + "` has "
                + other.rows()
                + " rows, but `"
                + block.name()
                + "` has "
                + block.rows(),
            "every name needs a value for every row");
      }
    }
    List<Block> all = new ArrayList<>(blocks);
    all.add(block);
    return new Rows(all);
  }
}
