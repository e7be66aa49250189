package dev.tulle.runtime;

import java.util.List;

/**
 * An input, target or output of a generated net.
 *
 * @param name as the `.net` file calls it
 * @param shape the sizes of one row, without the batch; empty for a number or an index a row
 * @param index whether its elements are whole numbers below {@code classCount}
 * @param classes the dim of its classes, or the empty string
 * @param classCount the size of that dim, or 0
 */
public record Port(
    String name, List<Integer> shape, boolean index, String classes, int classCount) {
  public Port {
    shape = List.copyOf(shape);
  }

  /** Floats a row. */
  public int width() {
    return shape.stream().reduce(1, Math::multiplyExact);
  }
}
