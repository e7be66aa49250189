package dev.tulle.compiler.reference;

import dev.tulle.compiler.ir.Op;
import java.util.List;

/** Windows and what adds them up again. */
final class Windows {
  private Windows() {}

  /** The element of the input that is seen at an index of the result. */
  static int[] seen(Op.Window window, int[] index) {
    return seen(window.axis(), window.start(), window.strides(), index);
  }

  private static int[] seen(int axis, long start, List<Long> strides, int[] index) {
    int axes = strides.size();
    int[] from = new int[index.length - axes + 1];
    System.arraycopy(index, 0, from, 0, axis);
    long position = start;
    for (int i = 0; i < axes; i++) {
      position += strides.get(i) * index[axis + i];
    }
    from[axis] = Math.toIntExact(position);
    System.arraycopy(index, axis + axes, from, axis + 1, from.length - axis - 1);
    return from;
  }

  static Tensor fold(Op.Fold fold, Tensor input, int[] sizes) {
    var sums = new Tensor(sizes, new double[Tensor.count(sizes)]);
    int[] index = new int[input.sizes().length];
    for (double element : input.elements()) {
      sums.elements()[sums.position(seen(fold.axis(), fold.start(), fold.strides(), index))] +=
          element;
      Tensor.advance(index, input.sizes());
    }
    return sums;
  }
}
