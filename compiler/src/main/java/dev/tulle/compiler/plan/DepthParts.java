package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Size;
import java.util.ArrayList;
import java.util.List;

/**
 * A product over the rows of the batch and more, such as the gradient of a convolution's weights,
 * cut into parts of these rows: what a part reads stays in the cache of a core while all of the
 * result is computed of it, and threads share the parts. Their number does not depend on threads,
 * so that sums are the same whoever adds them.
 */
final class DepthParts {
  private static final int COUNT = 16;

  /** Terms that each row of the batch has at least. */
  private static final long LEAST_TERMS = 64;

  /** Elements of the result that are worth keeping once for each part. */
  private static final long MOST_ELEMENTS = 1 << 16;

  private final Node node;
  private final List<Size> kept;
  private final Size elements;
  private final Buffer buffer;

  /**
   * @param kept the loops of the product but those of its depth
   */
  DepthParts(Node node, List<Size> kept) {
    this.node = node;
    this.kept = kept;
    this.elements = kept.stream().reduce(Size.ONE, Size::times);
    this.buffer =
        new Buffer(Hints.of(node, "product") + "Parts", elements.times(Size.of(COUNT)), null);
  }

  /**
   * @param kept the loops of the product but those of its depth
   * @param depth the axes of the depth
   * @param column how far a step along the last of {@code kept} moves in the right operand
   */
  static boolean areWorthIt(List<Size> kept, List<Size> depth, Size column) {
    Size terms = depth.subList(1, depth.size()).stream().reduce(Size.ONE, Size::times);
    Size elements = kept.stream().reduce(Size.ONE, Size::times);
    return depth.get(0).equals(Size.ROWS)
        && terms.isKnown()
        && terms.value() >= LEAST_TERMS
        && elements.isKnown()
        && elements.value() <= MOST_ELEMENTS
        && column.isOne();
  }

  int count() {
    return COUNT;
  }

  /** Keeps the sums of a part, which is counted by one loop behind the others. */
  Kernel.Store store(int loops) {
    var strides = new ArrayList<Size>();
    Size stride = Size.ONE;
    for (int i = kept.size() - 1; i >= 0; i--) {
      strides.add(0, stride);
      stride = stride.times(kept.get(i));
    }
    while (strides.size() < loops) {
      strides.add(Affine.STILL);
    }
    strides.add(elements);
    return new Kernel.Store(
        buffer, new Affine(Affine.fixed(0, 0).offset(), strides), new Value.Accumulator());
  }

  /**
   * Adds the parts up, in their order.
   *
   * @param results what is done with the sums, in the loops of the product
   */
  Kernel sum(List<Kernel.Store> results) {
    int last = ProductBuilder.lastOf(kept);
    var order = new ArrayList<Integer>();
    for (int i = 0; i < kept.size(); i++) {
      if (i != last) {
        order.add(i);
      }
    }
    int outer = order.size();
    var sizes = new ArrayList<Size>();
    order.forEach(i -> sizes.add(kept.get(i)));
    sizes.add(Size.of(COUNT));
    sizes.add(kept.get(last));
    Affine from = store(kept.size()).at();
    var rewriter = new Rewriter(x -> reordered(x, order, last, Affine.STILL), new Value.Reduced(0));
    var part = new Value.Load(buffer, reordered(from, order, last, elements));
    var sum = new Kernel.Reduction(0, Op.Reduce.Reduction.SUM, part);
    return new Nest(sizes, outer, 1, true)
        .collapse(
            Hints.of(node, "product"),
            node.origin(),
            List.of(
                new Kernel.Stage(true, List.of(sum), List.of()),
                new Kernel.Stage(
                    false, List.of(), results.stream().map(rewriter::rewrite).toList())));
  }

  private static Affine reordered(Affine at, List<Integer> order, int last, Size part) {
    var strides = new ArrayList<Size>();
    order.forEach(i -> strides.add(at.strides().get(i)));
    strides.add(part);
    strides.add(at.strides().get(last));
    return new Affine(at.offset(), strides);
  }
}
