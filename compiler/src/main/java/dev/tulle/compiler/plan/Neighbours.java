package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Size;
import java.util.List;
import java.util.stream.Stream;

/**
 * Convolutions with few columns, such as one to a few feature maps or back to a picture's channels:
 * they would leave most of a vector empty. Outputs that are neighbours in a row become columns of
 * one product instead. Their windows overlap, so that what all of them see is little longer than
 * one window; each output's filters stand shifted, with zeros around them.
 *
 * <p>A product is a convolution where neighbouring rows of A overlap.
 */
public final class Neighbours {
  /** Floats of a row of such filters: the widest vector. */
  public static final int ROW = Kernel.WIDEST;

  /** The most outputs in a row, whose sums a unit keeps. */
  private static final int MOST = 64;

  private Neighbours() {}

  /** Whether a product is a convolution that takes fewer multiplications so. */
  static boolean fits(ProductShape shape) {
    if (shape.panels() || shape.parts() > 1 || shape.batch().size() < 2) {
      return false;
    }
    Stream<Size> outer =
        shape.outerDepth().stream().flatMap(axis -> Stream.of(axis.count(), axis.a(), axis.b()));
    Stream<Size> own =
        Stream.of(shape.rows(), shape.columns(), shape.depth(), shape.aRow(), shape.bDepth());
    return Stream.concat(outer, own).allMatch(Size::isKnown)
        && shape.batch().stream().allMatch(axis -> axis.b().equals(Affine.STILL))
        && shape.aDepth().isOne()
        && shape.bColumn().isOne()
        && shape.rows().value() <= MOST
        && shape.aRow().value() > 0
        && shape.depth().value() % shape.aRow().value() == 0
        && pays(shape);
  }

  /** Whether it is a quarter less to multiply, or better. */
  private static boolean pays(ProductShape shape) {
    long count = count(shape);
    return count > 1 && 4 * depth(shape) <= 3 * count * shape.depth().value();
  }

  /** How many outputs are computed side by side: a divisor of those in a row. */
  public static long count(ProductShape shape) {
    long count = Math.min(shape.rows().value(), ROW / Math.max(1, shape.columns().value()));
    while (count > 1 && shape.rows().value() % count != 0) {
      count--;
    }
    return count;
  }

  /** The innermost depth of what all of them see. */
  public static long depth(ProductShape shape) {
    return shape.depth().value() + (count(shape) - 1) * shape.aRow().value();
  }

  /** Floats that the filters take, side by side. */
  static long panel(ProductShape shape) {
    List<ProductShape.Depth> outer = shape.outerDepth();
    long above = outer.stream().mapToLong(axis -> axis.count().value()).reduce(1, (a, b) -> a * b);
    return above * depth(shape) * ROW;
  }
}
