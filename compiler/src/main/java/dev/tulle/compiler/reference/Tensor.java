package dev.tulle.compiler.reference;

import java.util.Arrays;
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
          "%d elements for %s".formatted(elements.length, Arrays.toString(sizes)));
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

  /** The elements at a position of the first axis. */
  double[] slice(int position) {
    int count = elements.length / sizes[0];
    return Arrays.copyOfRange(elements, position * count, (position + 1) * count);
  }

  /** Puts {@code slice} at a position of the first axis. */
  void setSlice(int position, Tensor slice) {
    int count = slice.elements.length;
    System.arraycopy(slice.elements, 0, elements, position * count, count);
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
