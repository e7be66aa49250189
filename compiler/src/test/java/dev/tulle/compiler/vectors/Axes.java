package dev.tulle.compiler.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Brings tensors from PyTorch's order of axes into the language's, where features come last. */
final class Axes {
  private Axes() {}

  /** The order in which {@code axis} comes last and the others stay. */
  static List<Integer> lastly(int rank, int axis) {
    var order = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
    order.add(order.remove(axis < 0 ? axis + rank : axis));
    return order;
  }

  /** Sizes in another order. */
  static List<Integer> permute(List<Integer> sizes, List<Integer> order) {
    return order.stream().map(sizes::get).toList();
  }

  /**
   * Elements in another order.
   *
   * @param sizes before
   * @param order the axis before for each axis of the result
   */
  static double[] permute(double[] elements, List<Integer> sizes, List<Integer> order) {
    int rank = sizes.size();
    int[] strides = new int[rank];
    int stride = 1;
    for (int axis = rank - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= sizes.get(axis);
    }
    double[] result = new double[elements.length];
    for (int i = 0; i < result.length; i++) {
      int rest = i;
      int from = 0;
      for (int axis = rank - 1; axis >= 0; axis--) {
        int before = order.get(axis);
        from += rest % sizes.get(before) * strides[before];
        rest /= sizes.get(before);
      }
      result[i] = elements[from];
    }
    return result;
  }
}
