package dev.tulle.compiler.reference;

import dev.tulle.compiler.ir.Op;

/** Windows and what adds them up again. */
final class Windows {
  private Windows() {}

  /** The element of the input that is seen at an index of the result. */
  static int[] seen(Op.Window window, int[] index) {
    int axes = window.strides().size();
    int[] from = new int[index.length - axes + 1];
    System.arraycopy(index, 0, from, 0, window.axis());
    long position = window.start();
    for (int i = 0; i < axes; i++) {
      position += window.strides().get(i) * index[window.axis() + i];
    }
    from[window.axis()] = Math.toIntExact(position);
    System.arraycopy(
        index, window.axis() + axes, from, window.axis() + 1, from.length - window.axis() - 1);
    return from;
  }

  static Tensor fold(Op.Fold fold, Tensor input, int[] sizes) {
    var window = new Op.Window(fold.axis(), fold.start(), fold.strides(), fold.strides());
    var sums = new Tensor(sizes, new double[Tensor.count(sizes)]);
    int[] index = new int[input.sizes().length];
    for (double element : input.elements()) {
      sums.elements()[sums.position(seen(window, index))] += element;
      Tensor.advance(index, input.sizes());
    }
    return sums;
  }
}
