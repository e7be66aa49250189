package dev.tulle.training.data;

import dev.tulle.runtime.Port;
import dev.tulle.runtime.recipe.Cells;
import dev.tulle.runtime.recipe.FittedColumn;
import dev.tulle.runtime.recipe.FittedFields;
import dev.tulle.runtime.recipe.UnseenClassException;
import java.util.List;
import java.util.Objects;

/** Rows as the floats that a net takes. */
public final class Dataset {
  private final List<Port> ports;
  private final int rows;
  private final float[][] values;

  private Dataset(List<Port> ports, int rows, float[][] values) {
    this.ports = ports;
    this.rows = rows;
    this.values = values;
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
      try {
        values[p] = values(table, rows, column, port);
      } catch (DataException e) {
        throw e.in(port.name());
      }
    }
    return new Dataset(List.copyOf(ports), rows.length, values);
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
    float[] into = new float[Math.multiplyExact(rows.length, width)];
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
    return rows == 0 ? ports.get(port).width() : values[port].length / rows;
  }

  /** The floats of a port, row by row; the array itself, which the loop only reads. */
  public float[] values(int port) {
    return values[port];
  }
}
