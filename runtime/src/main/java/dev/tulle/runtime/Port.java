package dev.tulle.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * An input, target or output of a generated net.
 *
 * @param name as the `.net` file calls it
 * @param shape the sizes of one row, without the batch; empty for a number or an index a row; of an
 *     axis that varies the most
 * @param index whether its elements are whole numbers below {@code classCount}
 * @param classes the dim of its classes, or the empty string
 * @param classCount the size of that dim, or 0
 * @param varying the axes whose size is another from call to call
 */
public record Port(
    String name,
    List<Integer> shape,
    boolean index,
    String classes,
    int classCount,
    List<Varying> varying) {
  /**
   * An axis whose size follows from a {@link Dim}.
   *
   * @param axis from 0 on
   * @param dim the dim's name
   * @param times the size is this times the dim's length, and {@code plus}
   */
  public record Varying(int axis, String dim, int times, int plus) {}

  public Port {
    shape = List.copyOf(shape);
    varying = List.copyOf(varying);
  }

  /** A port of fixed sizes. */
  public Port(String name, List<Integer> shape, boolean index, String classes, int classCount) {
    this(name, shape, index, classes, classCount, List.of());
  }

  /** Floats a row; where axes vary, the most. */
  public int width() {
    return shape.stream().reduce(1, Math::multiplyExact);
  }

  /** Floats of one position: the product of all axes that do not vary. */
  public int position() {
    int floats = 1;
    for (int axis = 0; axis < shape.size(); axis++) {
      int at = axis;
      floats *= varying.stream().anyMatch(v -> v.axis() == at) ? 1 : shape.get(axis);
    }
    return floats;
  }

  /**
   * Floats a row.
   *
   * @param lengths of dims by their names
   */
  public int width(ToIntFunction<String> lengths) {
    return varying.isEmpty() ? width() : at(lengths).width();
  }

  /** The same port where dims are so long. */
  public Port at(ToIntFunction<String> lengths) {
    if (varying.isEmpty()) {
      return this;
    }
    List<Integer> sizes = new ArrayList<>(shape);
    for (Varying varies : varying) {
      int length = lengths.applyAsInt(varies.dim());
      sizes.set(varies.axis(), varies.times() * length + varies.plus());
    }
    return new Port(name, sizes, index, classes, classCount);
  }
}
