package dev.tulle.compiler.reference;

import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Size;
import java.util.List;
import java.util.function.ToIntFunction;

/** The operators that only move elements. */
final class Movement {
  private Movement() {}

  /** The result of {@code op}, whose sizes are {@code sizes}. */
  static Tensor apply(Op op, List<Tensor> inputs, int[] sizes, ToIntFunction<Size> size) {
    Tensor input = inputs.get(0);
    if (op instanceof Op.Reshape) {
      return new Tensor(sizes, input.elements());
    } else if (op instanceof Op.Broadcast broadcast) {
      return Tensor.of(
          sizes,
          index -> {
            int[] from = new int[input.sizes().length];
            for (int axis = 0; axis < from.length; axis++) {
              from[axis] = index[broadcast.axes().get(axis)];
            }
            return input.at(from);
          });
    } else if (op instanceof Op.Transpose transpose) {
      return Tensor.of(
          sizes,
          index -> {
            int[] from = new int[index.length];
            for (int axis = 0; axis < from.length; axis++) {
              from[transpose.permutation().get(axis)] = index[axis];
            }
            return input.at(from);
          });
    } else if (op instanceof Op.Slice slice) {
      int[] starts = slice.starts().stream().mapToInt(size).toArray();
      return Tensor.of(sizes, index -> input.at(shifted(index, starts, 1)));
    } else if (op instanceof Op.Pad pad) {
      int[] before = pad.before().stream().mapToInt(size).toArray();
      return Tensor.of(
          sizes,
          index -> {
            int[] from = shifted(index, before, -1);
            return isInside(from, input.sizes()) ? input.at(from) : 0;
          });
    } else if (op instanceof Op.Concat concat) {
      return concat(concat.axis(), inputs, sizes);
    } else if (op instanceof Op.Window window) {
      return Tensor.of(sizes, index -> input.at(Windows.seen(window, index)));
    } else if (op instanceof Op.Fold fold) {
      return Windows.fold(fold, input, sizes);
    } else if (op instanceof Op.Gather gather) {
      return Positions.gather(gather, input, inputs.get(1), sizes);
    } else if (op instanceof Op.Scatter scatter) {
      return Positions.scatter(scatter, input, inputs.get(1), sizes);
    }
    throw new IllegalStateException("no evaluation of " + op);
  }

  private static int[] shifted(int[] index, int[] by, int sign) {
    int[] shifted = index.clone();
    for (int axis = 0; axis < shifted.length; axis++) {
      shifted[axis] += sign * by[axis];
    }
    return shifted;
  }

  private static boolean isInside(int[] index, int[] sizes) {
    for (int axis = 0; axis < sizes.length; axis++) {
      if (index[axis] < 0 || index[axis] >= sizes[axis]) {
        return false;
      }
    }
    return true;
  }

  private static Tensor concat(int axis, List<Tensor> inputs, int[] sizes) {
    return Tensor.of(
        sizes,
        index -> {
          int[] from = index.clone();
          for (Tensor input : inputs) {
            if (from[axis] < input.sizes()[axis]) {
              return input.at(from);
            }
            from[axis] -= input.sizes()[axis];
          }
          throw new IllegalStateException("concatenated inputs are shorter than their result");
        });
  }
}
