package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Size;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolutions by filters of three by three with fewer multiplications: minimal filtering
 * (Winograd, "Arithmetic Complexity of Computations", 1980), in two dimensions and over channels
 * (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2016).
 *
 * <p>Two by two outputs are a tile, which sees four by four inputs. Inputs and filters are
 * transformed to {@link #POINTS} numbers each, these are multiplied and added up over the channels,
 * point by point, and the sums are transformed back: 16 multiplications in place of 36. Transforms
 * add, subtract and halve, so that sums keep the accuracy of floats.
 *
 * <p>A product is such a convolution where its outer depth walks three rows of a picture, each step
 * a row of its batch further, and its depth three columns of as many channels as a row of A has.
 */
public final class Winograd {
  /** Rows and columns of a filter. */
  public static final int FILTER = 3;

  /** Rows and columns of the outputs of a tile. */
  public static final int TILE = 2;

  /** Rows and columns of what a tile sees. */
  public static final int SEEN = FILTER + TILE - 1;

  /** Numbers that stand for a tile, and for a filter. */
  public static final int POINTS = SEEN * SEEN;

  /** Channels and columns are whole vectors, whatever the machine. */
  private static final int VECTOR = Kernel.WIDEST;

  /** Outputs of a picture that are worth the transforms. */
  private static final long LEAST_OUTPUTS = 64;

  /** The factor of multiplications that are saved, rounded down: 36 to 16. */
  public static final int SAVED = FILTER * FILTER * TILE * TILE / POINTS;

  /** Outputs in a row whose tiles stay in the nearer caches, as a unit of work has them. */
  private static final long MOST_ACROSS = 64;

  /** Floats of all filters' points that do so: of 128 channels by 128. */
  private static final long MOST_POINTS = 1 << 18;

  /** Channels of which the gradient of filters keeps the points of inputs and sums. */
  private static final long MOST_CHANNELS = 128;

  private Winograd() {}

  /** Whether a product is a convolution that is computed faster so. */
  static boolean fits(ProductShape shape) {
    if (shape.panels() || shape.parts() > 1 || shape.outerDepth().size() != 1) {
      return false;
    }
    ProductShape.Depth down = shape.outerDepth().get(0);
    List<ProductShape.Batch> batch = shape.batch();
    return isKnown(List.of(shape.rows(), shape.columns(), shape.depth(), shape.aRow()))
        && isKnown(List.of(shape.bDepth(), down.count(), down.a(), down.b()))
        && shape.aDepth().isOne()
        && shape.bColumn().isOne()
        && down.count().value() == FILTER
        && shape.depth().value() == FILTER * shape.aRow().value()
        && isWhole(shape.aRow())
        && isWhole(shape.columns())
        && shape.rows().value() <= MOST_ACROSS
        && POINTS * shape.aRow().value() * shape.columns().value() <= MOST_POINTS
        && batch.size() > 1
        && batch.stream().allMatch(axis -> axis.a().isKnown() && axis.b().equals(Affine.STILL))
        && walksRows(batch.get(batch.size() - 1), down)
        && batch.get(batch.size() - 1).count().value() * shape.rows().value() >= LEAST_OUTPUTS;
  }

  /**
   * Whether a product is the gradient of such a convolution's filters that is computed faster so:
   * its depth walks the outputs, its rows are three columns of filters by their channels, and three
   * rows of filters are the last axis of its batch.
   */
  static boolean fitsGradient(ProductShape shape) {
    if (shape.panels() || shape.outerDepth().size() != 2 || !isGradient(shape)) {
      return false;
    }
    ProductShape.Depth pictures = shape.outerDepth().get(0);
    ProductShape.Depth down = shape.outerDepth().get(1);
    int parts = shape.parts() > 1 ? 1 : 0;
    return shape.batch().size() == 1 + parts
        && isKnown(List.of(shape.columns(), shape.depth(), shape.bDepth(), down.count()))
        && isKnown(List.of(pictures.a(), pictures.b(), down.a(), down.b()))
        && shape.bColumn().isOne()
        && isWhole(shape.aDepth())
        && isWhole(shape.columns())
        && shape.depth().value() <= MOST_ACROSS
        && shape.aDepth().value() <= MOST_CHANNELS
        && POINTS * shape.aDepth().value() * shape.columns().value() <= MOST_POINTS
        && down.a().value() > 0
        && shape.batch().get(parts).a().equals(down.a())
        && down.count().value() * shape.depth().value() >= LEAST_OUTPUTS;
  }

  /** Whether a product is shaped as the gradient of filters is. */
  public static boolean isGradient(ProductShape shape) {
    if (shape.batch().isEmpty() || shape.outerDepth().size() != 2) {
      return false;
    }
    ProductShape.Batch down = shape.batch().get(shape.batch().size() - 1);
    return shape.aRow().isOne()
        && isKnown(List.of(shape.rows(), shape.aDepth(), down.count(), down.a()))
        && down.count().value() == FILTER
        && down.b().equals(Affine.STILL)
        && shape.rows().value() == FILTER * shape.aDepth().value();
  }

  private static boolean walksRows(ProductShape.Batch axis, ProductShape.Depth down) {
    return axis.count().isKnown() && axis.a().equals(down.a()) && axis.a().value() > 0;
  }

  private static boolean isKnown(List<Size> sizes) {
    return sizes.stream().allMatch(Size::isKnown);
  }

  private static boolean isWhole(Size size) {
    return size.value() > 0 && size.value() % VECTOR == 0;
  }

  /** The channels of the inputs of such a product, or gradient. */
  public static Size channels(ProductShape shape) {
    return isGradient(shape) ? shape.aDepth() : shape.aRow();
  }

  /** Pictures, and the rows and columns of tiles of each. */
  public static List<Size> tiles(ProductShape shape) {
    if (isGradient(shape)) {
      return List.of(
          shape.outerDepth().get(0).count(),
          tiles(shape.outerDepth().get(1).count()),
          tiles(shape.depth()));
    }
    int down = shape.batch().size() - 1;
    var sizes = new ArrayList<Size>();
    shape.batch().subList(0, down).forEach(axis -> sizes.add(axis.count()));
    sizes.add(tiles(shape.batch().get(down).count()));
    sizes.add(tiles(shape.rows()));
    return sizes;
  }

  private static Size tiles(Size outputs) {
    return Size.of(tiles(outputs.value()));
  }

  /** Tiles of so many outputs, of which the last may have fewer. */
  public static long tiles(long outputs) {
    return (outputs + TILE - 1) / TILE;
  }
}
