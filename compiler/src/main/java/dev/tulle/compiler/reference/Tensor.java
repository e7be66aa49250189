package dev.tulle.compiler.reference;

import java.util.function.ToDoubleFunction;

/**
 * Numbers in row-major order under a shape.
 *
 * @param sizes by axis
 */
record Tensor(int[] sizes, double[] elements) {
  Tensor {
    if (count(sizes) != elements.length) {
      throw new IllegalArgumentException(
          "%d elements for %s".formatted(elements.length, java.util.Arrays.toString(sizes)));
    }
  }

  /** The tensor whose element at each index is {@code value} of the index. */
  static Tensor of(int[] sizes, ToDoubleFunction<int[]> value) {
    double[] elements = new double[count(sizes)];
    int[] index = new int[sizes.length];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = value.applyAsDouble(index);
      advance(index, sizes);
    }
    return new Tensor(sizes, elements);
  }

  double at(int[] index) {
    return elements[position(index)];
  }

  /** Where the element of that index stands. */
  int position(int[] index) {
    int position = 0;
    for (int axis = 0; axis < sizes.length; axis++) {
      position = position * sizes[axis] + index[axis];
    }
    return position;
  }

  static int count(int[] sizes) {
    int count = 1;
    for (int size : sizes) {
      count = Math.multiplyExact(count, size);
    }
    return count;
  }

  /** Steps to the next index in row-major order; after the last one comes the first. */
  static void advance(int[] index, int[] sizes) {
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      if (++index[axis] < sizes[axis]) {
        return;
      }
      index[axis] = 0;
    }
  }
}
