package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which element of a tensor a loop nest looks at: a position along each of its axes.
 *
 * @param axes one for each axis of the tensor
 * @param loops how many loops there are
 */
record IndexMap(List<Affine> axes, int loops) {
  IndexMap {
    axes = List.copyOf(axes);
  }

  /** Axis {@code i} follows the loop {@code loopOf.get(i)}. */
  static IndexMap following(List<Integer> loopOf, int loops) {
    return new IndexMap(loopOf.stream().map(l -> Affine.counter(l, loops)).toList(), loops);
  }

  /** Each axis follows the loop of its number. */
  static IndexMap identity(int rank) {
    return following(IntStream.range(0, rank).boxed().toList(), rank);
  }

  /** The element of the view's input that is seen at this element of the view. */
  IndexMap through(Op view, Shape input) {
    if (view instanceof Op.Broadcast broadcast) {
      return new IndexMap(broadcast.axes().stream().map(axes::get).toList(), loops);
    }
    if (view instanceof Op.Transpose transpose) {
      var permuted = new Affine[axes.size()];
      for (int i = 0; i < axes.size(); i++) {
        permuted[transpose.permutation().get(i)] = axes.get(i);
      }
      return new IndexMap(Arrays.asList(permuted), loops);
    }
    if (view instanceof Op.Slice slice) {
      var shifted = new ArrayList<Affine>();
      for (int i = 0; i < axes.size(); i++) {
        shifted.add(axes.get(i).plus(slice.starts().get(i)));
      }
      return new IndexMap(shifted, loops);
    }
    if (view instanceof Op.Window window) {
      int count = window.strides().size();
      Affine seen = Affine.fixed(window.start(), loops);
      for (int i = 0; i < count; i++) {
        seen = seen.plus(axes.get(window.axis() + i).times(Size.of(window.strides().get(i))));
      }
      var joined = new ArrayList<>(axes);
      joined.subList(window.axis(), window.axis() + count).clear();
      joined.add(window.axis(), seen);
      return new IndexMap(joined, loops);
    }
    if (view instanceof Op.Reshape reshape) {
      return regrouped(reshape.shape(), input);
    }
    throw new IllegalStateException(view + " is no view");
  }

  /** The element of the view that this element of its input is seen as. */
  IndexMap onto(Op view, Shape input) {
    if (view instanceof Op.Transpose transpose) {
      return new IndexMap(transpose.permutation().stream().map(axes::get).toList(), loops);
    }
    if (view instanceof Op.Reshape reshape) {
      return regrouped(input, reshape.shape());
    }
    throw new IllegalStateException(view + " does not see each element once");
  }

  /** The position in a contiguous array of that shape. */
  Affine linear(Shape shape) {
    Affine sum = Affine.fixed(0, loops);
    Size stride = Size.ONE;
    for (int i = shape.rank() - 1; i >= 0; i--) {
      sum = sum.plus(axes.get(i).times(stride));
      stride = stride.times(shape.size(i));
    }
    return sum;
  }

  private IndexMap regrouped(Shape from, Shape to) {
    List<Integer> groups = groups(from, to);
    if (groups == null) {
      throw new IllegalStateException("reshape of " + to + " to " + from + " is no view");
    }
    var result = new ArrayList<Affine>();
    for (int i = 0; i < to.rank(); i++) {
      result.add(Affine.fixed(0, loops));
    }
    int axis = 0;
    for (int i = 0; i < to.rank(); i++) {
      int end = groups.get(i);
      if (end > axis) {
        Shape part = new Shape(from.sizes().subList(axis, end));
        result.set(i, new IndexMap(axes.subList(axis, end), loops).linear(part));
        axis = end;
      }
    }
    return new IndexMap(result, loops);
  }

  /** Whether each axis of the reshape's input is a run of axes of its result. */
  static boolean merges(Shape result, Shape input) {
    return groups(result, input) != null;
  }

  /**
   * For each axis of {@code to}, the end of the axes of {@code from} that make it; null where some
   * axis is split.
   */
  private static @Nullable List<Integer> groups(Shape from, Shape to) {
    var ends = new ArrayList<Integer>();
    int axis = 0;
    for (int i = 0; i < to.rank(); i++) {
      Size wanted = to.size(i);
      Size found = Size.ONE;
      while (!found.equals(wanted)) {
        if (axis == from.rank() || !wanted.isDivisibleBy(found.times(from.size(axis)))) {
          return null;
        }
        found = found.times(from.size(axis++));
      }
      ends.add(axis);
    }
    for (; axis < from.rank(); axis++) {
      if (!from.size(axis).isOne()) {
        return null;
      }
    }
    return ends;
  }
}
