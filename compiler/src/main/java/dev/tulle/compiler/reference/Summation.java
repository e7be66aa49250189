package dev.tulle.compiler.reference;

import dev.tulle.compiler.ir.Op;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/** The operators that combine elements of many places. */
final class Summation {
  private Summation() {}

  static Tensor reduce(Op.Reduce reduce, Tensor input, int[] sizes) {
    DoubleBinaryOperator combine;
    double start;
    switch (reduce.reduction()) {
      case SUM -> {
        combine = Double::sum;
        start = 0;
      }
      case MAXIMUM -> {
        combine = Math::max;
        start = Double.NEGATIVE_INFINITY;
      }
      case MINIMUM -> {
        combine = Math::min;
        start = Double.POSITIVE_INFINITY;
      }
      default -> throw new IllegalStateException("no evaluation of " + reduce);
    }
    double[] result = new double[Tensor.count(sizes)];
    Arrays.fill(result, start);
    int[] index = new int[input.sizes().length];
    for (double element : input.elements()) {
      int to = 0;
      for (int axis = 0; axis < index.length; axis++) {
        if (!reduce.axes().contains(axis)) {
          to = to * input.sizes()[axis] + index[axis];
        }
      }
      result[to] = combine.applyAsDouble(result[to], element);
      Tensor.advance(index, input.sizes());
    }
    return new Tensor(sizes, result);
  }

  /**
   * Adds up, over all values of all labels, the product of the two elements that the labels choose.
   */
  static Tensor contract(Op.Contract contract, Tensor left, Tensor right, int[] sizes) {
    Map<Integer, Integer> sizeOfLabel = new LinkedHashMap<>();
    for (int axis = 0; axis < left.sizes().length; axis++) {
      sizeOfLabel.put(contract.left().get(axis), left.sizes()[axis]);
    }
    for (int axis = 0; axis < right.sizes().length; axis++) {
      sizeOfLabel.put(contract.right().get(axis), right.sizes()[axis]);
    }
    List<Integer> labels = List.copyOf(sizeOfLabel.keySet());
    int[] all = sizeOfLabel.values().stream().mapToInt(Integer::intValue).toArray();
    int[] leftAxes = contract.left().stream().mapToInt(labels::indexOf).toArray();
    int[] rightAxes = contract.right().stream().mapToInt(labels::indexOf).toArray();
    int[] resultAxes = contract.result().stream().mapToInt(labels::indexOf).toArray();
    double[] result = new double[Tensor.count(sizes)];
    int[] index = new int[all.length];
    int count = Tensor.count(all);
    for (int i = 0; i < count; i++) {
      int to = 0;
      for (int axis = 0; axis < sizes.length; axis++) {
        to = to * sizes[axis] + index[resultAxes[axis]];
      }
      result[to] += left.at(pick(index, leftAxes)) * right.at(pick(index, rightAxes));
      Tensor.advance(index, all);
    }
    return new Tensor(sizes, result);
  }

  private static int[] pick(int[] index, int[] axes) {
    int[] picked = new int[axes.length];
    for (int axis = 0; axis < axes.length; axis++) {
      picked[axis] = index[axes[axis]];
    }
    return picked;
  }
}
