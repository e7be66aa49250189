package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A product over the rows of the batch and more, such as the gradient of a convolution's weights,
 * cut into parts of these rows: what a part reads stays in the cache of a core while all of the
 * result is computed of it, and threads share the parts. Their number does not depend on threads,
 * so that sums are the same whoever adds them.
 *
 * <p>Where the result has few columns, which would leave most of a vector empty, positions that are
 * neighbours in the depth stand side by side as columns: what each adds up is that of other taps of
 * the filter, so that there are a few rows more for all of them, and the sum over parts is one over
 * neighbours, too.
 */
final class DepthParts {
  private static final int COUNT = 16;

  /** Terms that each row of the batch has at least. */
  private static final long LEAST_TERMS = 64;

  /** How many times the elements of the result neighbours may keep for each part. */
  private static final long MOST_BESIDE = 4;

  /** Elements of the result that are worth keeping once for each part. */
  private static final long MOST_ELEMENTS = 1 << 16;

  private final Node node;
  private final List<Size> kept;
  private final Side side;

  /** How far apart elements of a part are along the loops that are kept. */
  private final List<Size> strides;

  private final Size elements;
  private final Buffer buffer;

  /**
   * Neighbours in the depth that stand side by side.
   *
   * @param count of them; 1 for none
   * @param rows of the result from one's to those of the next
   */
  record Side(long count, long rows) {
    static final Side NONE = new Side(1, 0);

    /** The rows that all of them need. */
    Size rows(Size rows) {
      return count == 1 ? rows : Size.of(rows.value() + (count - 1) * this.rows);
    }

    /** Of the columns, or of what moves by as much. */
    Size times(Size columns) {
      return columns.times(Size.of(count));
    }

    /**
     * The neighbours of a product that is worth it.
     *
     * @param rows of the result
     * @param columns likewise
     * @param positions in the innermost axis of the depth
     * @param aRow how far a row of the result moves in the left operand
     * @param a how far a position does
     * @param b how far a position moves in the right operand
     */
    static Side of(Size rows, Size columns, Size positions, Size aRow, Size a, Size b) {
      boolean isKnown = Stream.of(rows, columns, positions, a, b).allMatch(Size::isKnown);
      if (!isKnown || !aRow.isOne() || !b.equals(columns) || a.value() <= 0) {
        return NONE;
      }
      long count = Kernel.WIDEST / columns.value();
      while (count > 1
          && (positions.value() % count != 0
              || count * (rows.value() + (count - 1) * a.value()) > MOST_BESIDE * rows.value())) {
        count--;
      }
      var side = new Side(count, a.value());
      boolean pays = count > 1 && 4 * side.rows(rows).value() <= 3 * count * rows.value();
      return pays ? side : NONE;
    }
  }

  /**
   * @param kept the loops of the product but those of its depth
   */
  DepthParts(Node node, List<Size> kept) {
    this(node, kept, 0, Side.NONE);
  }

  /**
   * @param kept the loops of the product but those of its depth
   * @param rows the first of them that is of its rows; with neighbours the last is its columns
   */
  DepthParts(Node node, List<Size> kept, int rows, Side side) {
    this.node = node;
    this.kept = kept;
    this.side = side;
    this.strides = new ArrayList<>();
    Size stride = Size.ONE;
    Size height = Size.ONE;
    for (int i = kept.size() - 1; i >= 0; i--) {
      strides.add(0, stride);
      stride = stride.times(kept.get(i));
      if (side.count() > 1 && i == kept.size() - 1) {
        stride = side.times(stride);
      } else if (side.count() > 1 && i >= rows) {
        height = height.times(kept.get(i));
        // Behind the rows of one are those of its neighbours.
        stride = i == rows ? strides.get(strides.size() - 2).times(side.rows(height)) : stride;
      }
    }
    this.elements = stride;
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

  Side side() {
    return side;
  }

  /** Keeps the sums of a part, which is counted by one loop behind the others. */
  Kernel.Store store(int loops) {
    var strides = new ArrayList<>(this.strides);
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
    List<Size> reduced = new ArrayList<>(List.of(Size.of(COUNT)));
    List<Size> steps = new ArrayList<>(List.of(elements));
    if (side.count() > 1) {
      // A neighbour's sums stand some rows further down, in columns of their own.
      reduced.add(Size.of(side.count()));
      Size columns = kept.get(kept.size() - 1);
      steps.add(Size.of(side.rows() * side.count() + 1).times(columns));
    }
    sizes.addAll(reduced);
    sizes.add(kept.get(last));
    Affine from = store(kept.size()).at();
    List<Size> still = reduced.stream().map(axis -> Affine.STILL).toList();
    var rewriter = new Rewriter(x -> reordered(x, order, last, still), new Value.Reduced(0));
    var part = new Value.Load(buffer, reordered(from, order, last, steps));
    var sum = new Kernel.Reduction(0, Op.Reduce.Reduction.SUM, part);
    return new Nest(sizes, outer, reduced.size(), true)
        .collapse(
            Hints.of(node, "product"),
            node.origin(),
            List.of(
                new Kernel.Stage(true, List.of(sum), List.of()),
                new Kernel.Stage(
                    false, List.of(), results.stream().map(rewriter::rewrite).toList())));
  }

  private static Affine reordered(Affine at, List<Integer> order, int last, List<Size> reduced) {
    var strides = new ArrayList<Size>();
    order.forEach(i -> strides.add(at.strides().get(i)));
    strides.addAll(reduced);
    strides.add(at.strides().get(last));
    return new Affine(at.offset(), strides);
  }
}
