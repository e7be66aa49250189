package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import java.util.List;
import java.util.stream.Stream;

/**
 * Convolutions of many channels to few columns, such as the gradient of a second layer's input: as
 * direct products they would leave most of a vector empty. Each position of a row of A is
 * multiplied by all taps of a row of filters instead, the taps side by side as columns; the sums of
 * neighbouring positions overlap, and an output adds up those of its own (overlap-add, Stockham,
 * "High-speed convolution and correlation", 1966, without the transform).
 *
 * <p>Each position is multiplied once for each row of filters, not once for each tap, and positions
 * that are all zeros, the border of a padded picture, not at all.
 */
public final class OverlapAdd {
  /** Floats of a vector of the widest: taps take whole ones, and so does each output's sum. */
  public static final int ROW = Kernel.WIDEST;

  /** The most outputs in a row, whose sums a unit keeps. */
  private static final int MOST = 64;

  /** Floats of all sums of a row of positions that stay in the nearest cache. */
  private static final long MOST_SUMS = 1 << 13;

  /** Fewer channels leave a tile less to multiply than its sums take to be read and written. */
  private static final long LEAST_CHANNELS = 8;

  private OverlapAdd() {}

  /** Whether a product is a convolution that takes a third less to multiply so, or better. */
  static boolean fits(ProductShape shape) {
    if (shape.panels()
        || shape.parts() > 1
        || shape.batch().size() < 2
        || shape.outerDepth().size() != 1) {
      return false;
    }
    ProductShape.Depth down = shape.outerDepth().get(0);
    ProductShape.Batch outputs = down(shape);
    return Stream.of(
                outputs.count(),
                outputs.a(),
                down.count(),
                down.a(),
                down.b(),
                shape.rows(),
                shape.columns(),
                shape.depth(),
                shape.aRow(),
                shape.bDepth())
            .allMatch(Size::isKnown)
        && shape.batch().stream().allMatch(axis -> axis.b().equals(Affine.STILL))
        && outputs.a().equals(down.a())
        && shape.aDepth().isOne()
        && shape.bColumn().isOne()
        && shape.columns().value() < ROW
        && shape.rows().value() <= MOST
        && shape.aRow().value() >= LEAST_CHANNELS
        && shape.depth().value() % shape.aRow().value() == 0
        && across(shape) > 1
        && (shape.rows().value() + 2 * across(shape)) * taps(shape) <= MOST_SUMS
        && 3 * multiplications(shape) <= 2 * others(shape);
  }

  /** The axis of the outputs' rows. */
  private static ProductShape.Batch down(ProductShape shape) {
    return shape.batch().get(shape.batch().size() - 1);
  }

  /** Taps of a filter side by side. */
  public static long across(ProductShape shape) {
    return shape.depth().value() / shape.aRow().value();
  }

  /** Floats of the taps of a row of filters, for a channel: whole vectors. */
  public static long taps(ProductShape shape) {
    return (across(shape) * shape.columns().value() + ROW - 1) / ROW * ROW;
  }

  /** Floats that filters take, their taps side by side. */
  static long panel(ProductShape shape) {
    return shape.outerDepth().get(0).count().value() * shape.aRow().value() * taps(shape);
  }

  /** The positions of a picture that are not all zeros, or all where nothing is known of them. */
  public static ProductShape.Seen seen(ProductShape shape) {
    return shape.known() instanceof ProductShape.Seen seen
        ? seen
        : new ProductShape.Seen(
            0,
            down(shape).count().value() + shape.outerDepth().get(0).count().value() - 1,
            0,
            shape.rows().value() + across(shape) - 1);
  }

  /** Vectors that are multiplied for a picture. */
  private static long multiplications(ProductShape shape) {
    ProductShape.Seen seen = seen(shape);
    long filters = shape.outerDepth().get(0).count().value();
    long pairs = 0;
    for (long output = 0; output < down(shape).count().value(); output++) {
      long first = Math.max(output, seen.firstRow());
      long end = Math.min(output + filters, seen.firstRow() + seen.rows());
      pairs += Math.max(0, end - first);
    }
    return pairs * seen.columns() * shape.aRow().value() * taps(shape) / ROW;
  }

  /** The same, the other way that takes fewest. */
  private static long others(ProductShape shape) {
    long each = shape.depth().value();
    if (Neighbours.fits(shape)) {
      each = Neighbours.depth(shape) / Neighbours.count(shape);
    }
    return down(shape).count().value()
        * shape.rows().value()
        * shape.outerDepth().get(0).count().value()
        * each;
  }

  /**
   * The shape of a convolution, with what is known of zeros around its pictures.
   *
   * @param operand the first factor
   * @param from its first element: of the padded tensor itself, or of a view of it that is stored
   */
  static ProductShape within(ProductShape shape, Node operand, Value.Load from, Buffers buffers) {
    Node pad = Views.base(operand);
    Long offset = from.at().offset().known();
    if (!(pad.op() instanceof Op.Pad op)
        || pad.shape().rank() != 4
        || offset == null
        || !buffers.isStored(pad)
        || buffers.source(pad) != from.buffer()) {
      return shape;
    }
    Shape whole = pad.shape();
    Shape inner = pad.input(0).shape();
    List<Size> before = op.before();
    boolean isKnown =
        Stream.of(whole, inner).flatMap(s -> s.sizes().stream().skip(1)).allMatch(Size::isKnown)
            && before.stream().allMatch(Size::isKnown);
    if (!isKnown
        || offset != 0
        || !whole.size(0).equals(inner.size(0))
        || !whole.size(3).equals(inner.size(3))
        || shape.batch().size() != 2
        || shape.outerDepth().size() != 1) {
      return shape;
    }
    Size row = whole.size(2).times(whole.size(3));
    boolean isWalked =
        shape.batch().get(0).a().equals(whole.size(1).times(row))
            && shape.batch().get(1).a().equals(row)
            && shape.outerDepth().get(0).a().equals(row)
            && shape.aRow().equals(whole.size(3))
            && shape.aDepth().isOne()
            && shape.depth().isMultipleOf(whole.size(3).value());
    long across = isWalked ? shape.depth().value() / whole.size(3).value() : 0;
    boolean isWhole =
        isWalked
            && shape.rows().isKnown()
            && shape.rows().value() + across - 1 == whole.size(2).value()
            && before.get(2).value() < across;
    return isWhole
        ? shape.knowing(
            new ProductShape.Seen(
                before.get(1).value(),
                inner.size(1).value(),
                before.get(2).value(),
                inner.size(2).value()))
        : shape;
  }
}
