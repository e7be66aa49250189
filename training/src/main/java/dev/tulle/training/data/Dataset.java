package dev.tulle.training.data;

import dev.tulle.runtime.Port;
import dev.tulle.runtime.kernel.RandomNumbers;
import dev.tulle.runtime.recipe.Cells;
import dev.tulle.runtime.recipe.FittedColumn;
import dev.tulle.runtime.recipe.FittedFields;
import dev.tulle.runtime.recipe.UnseenClassException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Rows as the floats that a net takes. */
public final class Dataset {
  /** As many as an array holds. */
  private static final int MOST_NUMBERS = Integer.MAX_VALUE - 8;

  private final List<Port> ports;
  private final int rows;
  private final float[][] values;

  /** Where in the values of each port a row begins; empty where rows stand behind each other. */
  private final int[] starts;

  /** How far behind the start of a row the numbers of each port are. */
  private final int[] offsets;

  /** Floats a row of each port: where ports vary, as long as the data are. */
  private final int[] widths;

  private Dataset(
      List<Port> ports, int rows, float[][] values, int[] starts, int[] offsets, int[] widths) {
    this.ports = ports;
    this.rows = rows;
    this.values = values;
    this.starts = starts;
    this.offsets = offsets;
    this.widths = widths;
  }

  /**
   * Applies fitted fields to some rows.
   *
   * @param ports what to compute; each has a field of its width
   * @throws DataException D304 for a cell or result that is no number, D305 for a class that
   *     training did not have
   */
  public static Dataset of(Table table, int[] rows, FittedFields fields, List<Port> ports) {
    float[][] values = new float[ports.size()][];
    int[] offsets = new int[ports.size()];
    int[] widths = new int[ports.size()];
    for (int p = 0; p < values.length; p++) {
      Port port = ports.get(p);
      FittedColumn column =
          fields
              .field(port.name())
              .filter(fitted -> fits(fitted.width(), port))
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
      widths[p] = column.width();
      try {
        if (column instanceof FittedColumn.Classes classes
            && classes.of() instanceof FittedColumn.Symbols symbols
            && table.text().isPresent()) {
          Text text = table.text().get();
          int last = rows[rows.length - 1] + text.reach();
          values[p] = text.indices(rows[0], last, classes.classes());
          offsets[p] = symbols.offset();
        } else {
          values[p] = values(table, rows, column, port);
        }
      } catch (DataException e) {
        throw e.in(port.name());
      }
    }
    int[] starts =
        table.text().isPresent()
            ? Arrays.stream(rows).map(row -> row - rows[0]).toArray()
            : new int[0];
    return new Dataset(List.copyOf(ports), rows.length, values, starts, offsets, widths);
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

  private static float[] values(Table table, int[] rows, FittedColumn column, Port port) {
    int width = column.width();
    requireRoom(rows.length, width, port);
    float[] into = new float[rows.length * width];
    double[] row = new double[width];
    for (int r = 0; r < rows.length; r++) {
      Cells cells = table.row(rows[r]);
      try {
        column.apply(cells, row, 0);
      } catch (UnseenClassException e) {
        throw new DataException(
            "D305",
            table.place(rows[r]) + ": " + Objects.requireNonNull(e.getMessage()),
            "classes are learnt from the training rows alone");
      }
      for (int i = 0; i < width; i++) {
        check(row[i], port, table, rows[r]);
        into[r * width + i] = (float) row[i];
      }
    }
    return into;
  }

  private static void requireRoom(int rows, int width, Port port) {
    if ((long) rows * width > MOST_NUMBERS) {
      throw new DataException(
          "D304",
          "%,d rows of %,d numbers for `%s` are more than the %,d that an array holds"
              .formatted(rows, width, port.name(), MOST_NUMBERS),
          "take fewer rows, or smaller ones");
    }
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

  /** Floats a row of a port; all rows have as many. */
  public int width(int port) {
    return widths[port];
  }

  /** The floats of a port, row by row. */
  public float[] values(int port) {
    if (starts.length == 0) {
      return values[port];
    }
    int width = widths[port];
    requireRoom(rows, width, ports.get(port));
    float[] all = new float[rows * width];
    for (int row = 0; row < rows; row++) {
      copy(port, place(row), all, row * width);
    }
    return all;
  }

  /** Where a row begins, as {@link #copy} takes it. */
  public int place(int row) {
    return starts.length == 0 ? row : starts[row];
  }

  /**
   * Which rows an epoch trains on, in its order: all of them, shuffled; of a text as many windows
   * as it has side by side, each begun anywhere.
   *
   * @param places receives {@link #rows} places
   * @param key of the random numbers
   */
  public void draw(int[] places, long key) {
    if (starts.length == 0) {
      Arrays.setAll(places, i -> i);
      Splitter.shuffle(places, key);
      return;
    }
    int last = starts[starts.length - 1];
    for (int i = 0; i < places.length; i++) {
      int bits = RandomNumbers.bits((int) key, (int) (key >>> 32), i);
      places[i] = RandomNumbers.below(last + 1, bits);
    }
  }

  /** Copies the floats of a port for the row at a place. */
  public void copy(int port, int place, float[] into, int at) {
    int width = widths[port];
    int from = starts.length == 0 ? place * width : place + offsets[port];
    System.arraycopy(values[port], from, into, at, width);
  }
}
