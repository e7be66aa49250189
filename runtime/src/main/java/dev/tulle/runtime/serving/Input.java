package dev.tulle.runtime.serving;

import dev.tulle.runtime.Port;
import dev.tulle.runtime.kernel.Lengths;
import dev.tulle.runtime.kernel.Workspace;
import dev.tulle.runtime.recipe.Cells;
import dev.tulle.runtime.recipe.ClassNames;
import dev.tulle.runtime.recipe.FittedColumn;
import java.util.Optional;

/**
 * How the values of an input, as the data have them, become what the net takes: by what training
 * fitted, where the weights keep it, otherwise as they are.
 */
public final class Input {
  private final Port port;
  private final int width;
  private final Optional<FittedColumn> column;
  private final Optional<Transform> transform;
  private final Optional<IndexValues> indices;

  Input(Port port, Optional<FittedColumn> column) {
    this.port = port;
    this.width = port.width();
    this.column = column;
    this.transform = column.flatMap(Transform::of);
    Optional<ClassNames> classes =
        column
            .filter(FittedColumn.Classes.class::isInstance)
            .map(c -> ((FittedColumn.Classes) c).classes());
    this.indices = port.index() ? Optional.of(new IndexValues(port, classes)) : Optional.empty();
  }

  /**
   * Checks an array of some rows that may be longer.
   *
   * @throws IllegalArgumentException where it is too short, with both lengths
   */
  public void check(float[] values, int rows) {
    Lengths.check(port.name(), values, rows, width);
    if (column.isPresent() && transform.isEmpty()) {
      throw new IllegalStateException(
          "`"
              + port.name()
              + "` is made of texts or of several groups of columns, as these weights were trained;"
              + " give rows by the names of their columns");
    }
  }

  /** As {@link #check(float[], int)}, for indices. */
  public void check(int[] values, int rows) {
    Lengths.check(port.name(), values, rows, width);
  }

  /** Checks an array of rows of {@code width} numbers, as long as those of this call are. */
  public void check(float[] values, int rows, int width) {
    Lengths.checkAll(port.name(), values, rows, width);
    if (transform.isPresent() && !transform.get().fits(width)) {
      throw new IllegalArgumentException(
          "`%s` has rows of %s numbers, and these weights keep how %s are prepared"
              .formatted(port.name(), width, transform.get().width()));
    }
  }

  /** As {@link #check(float[], int, int)}, for indices. */
  public void check(int[] values, int rows, int width) {
    Lengths.checkAll(port.name(), values, rows, width);
  }

  /**
   * Checks an array that must not be longer either.
   *
   * @throws IllegalArgumentException where it has another length, with both
   */
  public void checkAll(float[] values, int rows) {
    Lengths.checkAll(port.name(), values, rows, width);
  }

  /** As {@link #checkAll(float[], int)}, for indices. */
  public void checkAll(int[] values, int rows) {
    Lengths.checkAll(port.name(), values, rows, width);
  }

  /**
   * Writes some rows as the net takes them.
   *
   * @param first the first row
   * @param count how many
   * @param space lends the room to compute in
   * @param into where they go, from {@code at} on
   * @throws IllegalArgumentException where a value is not finite, or would not be one
   */
  public void put(float[] values, int first, int count, Workspace space, float[] into, int at) {
    put(values, first, count, width, space, into, at);
  }

  /** As the other {@code put}, of rows of {@code width} numbers. */
  public void put(
      float[] values, int first, int count, int width, Workspace space, float[] into, int at) {
    if (transform.isEmpty() || transform.get().isIdentity()) {
      int shift = at - first * width;
      for (int i = first * width; i < (first + count) * width; i++) {
        float value = values[i];
        if (!Float.isFinite(value)) {
          throw notFinite(value, value, i, width);
        }
        into[i + shift] = value;
      }
      return;
    }
    Transform rows = transform.get();
    double[] stack = space.doubles(rows.stack(width));
    for (int row = first; row < first + count; row++) {
      for (int i = 0; i < width; i++) {
        stack[i] = values[row * width + i];
      }
      rows.apply(stack, width);
      int to = at + (row - first) * width;
      boolean finite = true;
      for (int i = 0; i < width; i++) {
        float value = (float) stack[i];
        finite &= Float.isFinite(value) && Float.isFinite(values[row * width + i]);
        into[to + i] = value;
      }
      if (!finite) {
        throw notFinite(values, row, into, to, width);
      }
    }
  }

  /** As the other {@code put}, for indices. */
  public void put(int[] values, int first, int count, Workspace space, float[] into, int at) {
    put(values, first, count, width, space, into, at);
  }

  /** As the other {@code put} for indices, of rows of {@code width}. */
  public void put(
      int[] values, int first, int count, int width, Workspace space, float[] into, int at) {
    IndexValues known = indices.orElseThrow();
    int shift = at - first * width;
    for (int i = first * width; i < (first + count) * width; i++) {
      into[i + shift] = known.index(values[i]);
    }
  }

  private IllegalArgumentException notFinite(
      float[] values, int row, float[] results, int at, int width) {
    for (int i = 0; i < width; i++) {
      if (!Float.isFinite(values[row * width + i]) || !Float.isFinite(results[at + i])) {
        return notFinite(values[row * width + i], results[at + i], row * width + i, width);
      }
    }
    throw new AssertionError();
  }

  private IllegalArgumentException notFinite(float value, float result, int at, int width) {
    String place =
        "`"
            + port.name()
            + "`"
            + (width == 1 ? "" : "[" + at % width + "]")
            + " of row "
            + at / width;
    return new IllegalArgumentException(
        Float.isFinite(value)
            ? place
                + " is "
                + value
                + ", of which `data` makes "
                + result
                + "; a net takes finite numbers"
            : place + " is " + value + "; a net takes finite numbers");
  }

  /** The floats of a row that is given by the names of its columns. */
  float[] row(Cells cells) {
    FittedColumn fitted =
        column.orElseThrow(
            () ->
                new IllegalStateException(
                    "these weights do not say which columns `"
                        + port.name()
                        + "` is made of; weights that were trained do"));
    double[] row = new double[fitted.width(cells)];
    fitted.apply(cells, row, 0);
    float[] floats = new float[row.length];
    for (int i = 0; i < row.length; i++) {
      floats[i] = (float) row[i];
      if (!Float.isFinite(floats[i])) {
        throw new IllegalArgumentException(
            "the row's columns make `"
                + port.name()
                + "` "
                + row[i]
                + "; a net takes finite numbers");
      }
    }
    return floats;
  }
}
