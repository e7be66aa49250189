package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Size;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the kernels of a fold whose result holds zeros: one for each position of the shorter axes,
 * which adds what stands along the longest one. No kernel meets an element twice, so that the order
 * of every sum is that of the kernels.
 */
final class FoldBuilder {
  private final Buffers buffers;
  private final String name;

  FoldBuilder(Buffers buffers, String name) {
    this.buffers = buffers;
    this.name = name;
  }

  List<Kernel> build(Node node, Op.Fold fold, ValueBuilder values) {
    Node input = node.input(0);
    int first = fold.axis();
    int end = first + fold.strides().size();
    int longest = first;
    for (int axis = first; axis < end; axis++) {
      if (isLonger(input.shape().size(axis), input.shape().size(longest))) {
        longest = axis;
      }
    }
    var kernels = new ArrayList<Kernel>();
    long[] fixed = new long[end - first];
    do {
      kernels.add(kernel(node, fold, longest, fixed, values));
    } while (advance(fixed, input, first, longest));
    return kernels;
  }

  /** All axes but one are of known sizes; that one is the longest. */
  private static boolean isLonger(Size size, Size than) {
    return than.isKnown() && (!size.isKnown() || size.value() > than.value());
  }

  private static boolean advance(long[] fixed, Node input, int first, int longest) {
    for (int i = fixed.length - 1; i >= 0; i--) {
      if (first + i != longest) {
        if (++fixed[i] < input.shape().size(first + i).value()) {
          return true;
        }
        fixed[i] = 0;
      }
    }
    return false;
  }

  private Kernel kernel(Node node, Op.Fold fold, int longest, long[] fixed, ValueBuilder values) {
    Node input = node.input(0);
    int first = fold.axis();
    int end = first + fixed.length;
    int rank = node.shape().rank();
    var sizes = new ArrayList<Size>();
    var from = new ArrayList<Affine>();
    var to = new ArrayList<Affine>();
    for (int axis = 0; axis < input.shape().rank(); axis++) {
      if (axis < first || axis >= end || axis == longest) {
        Affine counter = Affine.counter(sizes.size(), rank);
        sizes.add(input.shape().size(axis));
        from.add(counter);
        to.add(axis == longest ? place(fold, longest - first, fixed, counter) : counter);
      } else {
        from.add(Affine.fixed(fixed[axis - first], rank));
      }
    }
    Buffer target = buffers.target(node);
    Affine at = new IndexMap(to, rank).linear(node.shape());
    Value sum =
        new Value.Apply(
            ScalarFunction.ADD,
            List.of(new Value.Load(target, at), values.value(input, new IndexMap(from, rank))));
    return new Nest(sizes, rank, 0, false)
        .collapse(
            name,
            node.origin(),
            List.of(new Kernel.Stage(true, List.of(), List.of(new Kernel.Store(target, at, sum)))));
  }

  /** The position in the result's axis. */
  private static Affine place(Op.Fold fold, int moving, long[] fixed, Affine counter) {
    long start = fold.start();
    for (int i = 0; i < fixed.length; i++) {
      start += i == moving ? 0 : fixed[i] * fold.strides().get(i);
    }
    return counter.times(Size.of(fold.strides().get(moving))).plus(Size.of(start));
  }
}
