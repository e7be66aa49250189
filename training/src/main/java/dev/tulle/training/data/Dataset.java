package dev.tulle.training.data;

import dev.tulle.runtime.Dim;
import dev.tulle.runtime.Port;
import dev.tulle.runtime.kernel.RandomNumbers;
import dev.tulle.runtime.recipe.FittedColumn;
import dev.tulle.runtime.recipe.FittedFields;
import dev.tulle.runtime.recipe.UnseenClassException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Rows as the floats that a net takes. Where dims vary, rows of one kind are as long as each other,
 * and can be of one batch.
 */
public final class Dataset {
  /** As many as an array holds. */
  private static final int MOST_NUMBERS = Integer.MAX_VALUE - 8;

  private final List<Port> ports;
  private final int rows;
  private final List<Stretches> values;
  private final RowLengths lengths;

  /** Where windows over a text begin; empty where rows stand behind each other. */
  private final int[] windows;

  private Dataset(
      List<Port> ports, int rows, List<Stretches> values, RowLengths lengths, int[] windows) {
    this.ports = ports;
    this.rows = rows;
    this.values = values;
    this.lengths = lengths;
    this.windows = windows;
  }

  /**
   * Applies fitted fields to some rows.
   *
   * @param ports what to compute; each has a field of its width
   * @param dims that vary in these ports
   * @throws DataException D304 for a cell or result that is no number, or a length that the net
   *     does not take, D305 for a class that training did not have
   */
  public static Dataset of(
      Table table, int[] rows, FittedFields fields, List<Port> ports, List<Dim> dims) {
    List<Stretches> values = new ArrayList<>();
    for (Port port : ports) {
      FittedColumn column =
          fields
              .field(port.name())
              .filter(fitted -> fitted.width() == 0 || fits(fitted.width(), port))
              .orElseThrow(
                  () ->
                      new DataException(
                              "D302",
                              "what is stored with the weights has no field of "
                                  + port.width()
                                  + " numbers for `"
                                  + port.name()
                                  + "`",
                              "train the net again")
                          .in(port.name()));
      try {
        if (column instanceof FittedColumn.Classes classes
            && classes.of() instanceof FittedColumn.Symbols symbols
            && table.text().isPresent()) {
          Text text = table.text().get();
          int last = rows[rows.length - 1] + text.reach();
          float[] indices = text.indices(rows[0], last, classes.classes());
          values.add(Stretches.windows(indices, column.width(), symbols.offset()));
        } else if (column.width() == 0) {
          values.add(uneven(table, rows, column, port));
        } else {
          values.add(even(table, rows, column, port));
        }
      } catch (DataException e) {
        throw e.in(port.name());
      }
    }
    int[] windows =
        table.text().isPresent()
            ? Arrays.stream(rows).map(row -> row - rows[0]).toArray()
            : new int[0];
    return new Dataset(
        List.copyOf(ports),
        rows.length,
        List.copyOf(values),
        RowLengths.of(table, rows, ports, dims, values),
        windows);
  }

  /** As the other {@code of}, where no dim varies. */
  public static Dataset of(Table table, int[] rows, FittedFields fields, List<Port> ports) {
    return of(table, rows, fields, ports, List.of());
  }

  /**
   * Whether a row of so many numbers can be one of a port; of one that varies it may be shorter.
   */
  static boolean fits(int width, Port port) {
    int each = port.width(dim -> 1);
    return port.varying().isEmpty()
        ? width == port.width()
        : width <= port.width() && width % each == 0;
  }

  private static Stretches even(Table table, int[] rows, FittedColumn column, Port port) {
    int width = column.width();
    requireRoom(rows.length, width, port);
    float[] into = new float[rows.length * width];
    double[] row = new double[width];
    for (int r = 0; r < rows.length; r++) {
      apply(table, rows[r], column, row);
      put(row, port, table, rows[r], into, r * width);
    }
    return Stretches.even(into, width);
  }

  private static Stretches uneven(Table table, int[] rows, FittedColumn column, Port port) {
    int[] starts = new int[rows.length + 1];
    float[] into = new float[rows.length];
    for (int r = 0; r < rows.length; r++) {
      double[] row = new double[column.width(table.row(rows[r]))];
      apply(table, rows[r], column, row);
      long end = (long) starts[r] + row.length;
      if (end > MOST_NUMBERS) {
        throw tooMany(rows.length, "all together %,d".formatted(end), port);
      }
      if (end > into.length) {
        into = Arrays.copyOf(into, (int) Math.min(MOST_NUMBERS, Math.max(end, 2L * into.length)));
      }
      put(row, port, table, rows[r], into, starts[r]);
      starts[r + 1] = (int) end;
    }
    return Stretches.uneven(into, starts);
  }

  private static void apply(Table table, int at, FittedColumn column, double[] row) {
    try {
      column.apply(table.row(at), row, 0);
    } catch (UnseenClassException e) {
      throw new DataException(
          "D305",
          table.place(at) + ": " + Objects.requireNonNull(e.getMessage()),
          "classes are learnt from the training rows alone"
              + (column instanceof FittedColumn.Classes c ? ClassFitter.sharing(c.of()) : ""));
    } catch (IllegalArgumentException e) {
      throw unfit(table, at, e);
    }
  }

  /** A row whose cells do not go together. */
  static DataException unfit(Table table, int row, IllegalArgumentException cause) {
    return new DataException(
        "D304",
        table.place(row) + ": " + Objects.requireNonNull(cause.getMessage()),
        "sequences that a field computes with are of one length in a row");
  }

  private static void put(double[] row, Port port, Table table, int at, float[] into, int from) {
    for (int i = 0; i < row.length; i++) {
      check(row[i], port, table, at);
      into[from + i] = (float) row[i];
    }
  }

  private static void requireRoom(int rows, int width, Port port) {
    if ((long) rows * width > MOST_NUMBERS) {
      throw tooMany(rows, "%,d".formatted(width), port);
    }
  }

  private static DataException tooMany(int rows, String numbers, Port port) {
    return new DataException(
        "D304",
        "%,d rows of %s numbers for `%s` are more than the %,d that an array holds"
            .formatted(rows, numbers, port.name(), MOST_NUMBERS),
        "take fewer rows, or smaller ones");
  }

  private static void check(double value, Port port, Table table, int row) {
    if (!Float.isFinite((float) value)) {
      throw new DataException(
          "D304",
          table.place(row)
              + ": the field `"
              + port.name()
              + "` gives "
              + value
              + ", which is no number that a net can take",
          "a division by zero, or the logarithm of zero or less, gives no number");
    }
    if (port.index() && !(value >= 0 && value < port.classCount() && value == Math.rint(value))) {
      throw new DataException(
          "D305",
          table.place(row)
              + ": the field `"
              + port.name()
              + "` gives "
              + value
              + ", but a whole number below `"
              + port.classes()
              + "` = "
              + port.classCount()
              + " is wanted",
          "`column(…) as " + port.classes() + "` numbers the classes of a column");
    }
  }

  public List<Port> ports() {
    return ports;
  }

  public int rows() {
    return rows;
  }

  /** How many kinds of rows there are: those of a kind are as long as each other. */
  public int kinds() {
    return lengths.kinds();
  }

  /** The kind of the row at a place. */
  public int kind(int place) {
    return lengths.kind(place);
  }

  /** Floats a row of each port, in rows of a kind. */
  public int[] widths(int kind) {
    return lengths.widths(kind).clone();
  }

  /** How long each dim that varies is, in rows of a kind. */
  public int[] lengths(int kind) {
    return lengths.lengths(kind).clone();
  }

  /** The floats of a port, row by row. */
  public float[] values(int port) {
    Stretches stretches = values.get(port);
    if (windows.length == 0) {
      return stretches.values();
    }
    int width = stretches.width();
    requireRoom(rows, width, ports.get(port));
    float[] all = new float[rows * width];
    for (int row = 0; row < rows; row++) {
      copy(port, place(row), all, row * width);
    }
    return all;
  }

  /** Where a row begins, as {@link #copy} takes it. */
  public int place(int row) {
    return windows.length == 0 ? row : windows[row];
  }

  /**
   * Which rows an epoch trains on, in a random order: all of them; of a text as many windows as it
   * has side by side, each begun anywhere.
   *
   * @param places receives {@link #rows} places
   * @param key of the random numbers
   */
  public void draw(int[] places, long key) {
    if (windows.length == 0) {
      Arrays.setAll(places, i -> i);
      Splitter.shuffle(places, key);
      return;
    }
    int last = windows[windows.length - 1];
    for (int i = 0; i < places.length; i++) {
      int bits = RandomNumbers.bits((int) key, (int) (key >>> 32), i);
      places[i] = RandomNumbers.below(last + 1, bits);
    }
  }

  /** Copies the floats of a port for the row at a place. */
  public void copy(int port, int place, float[] into, int at) {
    values.get(port).copy(place, into, at);
  }
}
