package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Size;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The geometry of a matrix product {@code C[b, m, n] = sum over k of A[b, m, k] * B[b, k, n]},
 * strides in floats.
 *
 * <p>Where the result goes is its epilogue's business. Products run fastest with {@code bColumn} 1;
 * any other stride is transposed panel by panel on the way, at about the price of a transposing
 * copy.
 *
 * @param rows m
 * @param columns n, the axis along which vectors lie
 * @param depth k, the axis that vanishes
 * @param aRow from A[m, k] to A[m + 1, k]
 * @param aDepth from A[m, k] to A[m, k + 1]
 * @param bDepth from B[k, n] to B[k + 1, n]
 * @param bColumn from B[k, n] to B[k, n + 1]
 * @param outerDepth axes that vanish besides k, outermost first: those of a convolution's window
 *     that do not lie evenly in memory
 * @param batch axes that both operands share, outermost first; empty for a single product
 * @param parts how many parts the outermost axis of the depth is cut into, each of which is a
 *     product of its own: the first axis of the batch counts them; 1 for the whole depth
 * @param panels whether B lies in panels of {@link #PANEL} columns, each {@link #panel()} floats:
 *     B[k, n] in the panel {@code n / PANEL}, at {@code n % PANEL} of its row k
 * @param way how vectors compute it; scalars add products up in any case, and find in panels what
 *     all panels hold
 * @param known what need not be computed, as zeros are or nobody sees it; null for nothing
 */
public record ProductShape(
    Size rows,
    Size columns,
    Size depth,
    Size aRow,
    Size aDepth,
    Size bDepth,
    Size bColumn,
    List<Depth> outerDepth,
    List<Batch> batch,
    int parts,
    boolean panels,
    Way way,
    @Nullable Known known) {
  /** Columns of a panel: two of the widest vectors, as a tile takes them; the runtime's, too. */
  public static final int PANEL = 32;

  private static final int MANY_ROWS = 64;

  /** Floats that fit into the cache of a core: half a megabyte. */
  private static final long MOST_NEAR = 1 << 17;

  /**
   * A batch axis: its size, and how far A and B move along it; a stride of 0 shares the operand.
   */
  public record Batch(Size count, Size a, Size b) {}

  /** An axis that vanishes: its size, and how far A and B move along it. */
  public record Depth(Size count, Size a, Size b) {}

  /** What is known of a product's elements. */
  public sealed interface Known {}

  /** Of the elements behind a diagonal of a matrix, whose column is greater than their row. */
  public enum Triangle implements Known {
    /** A[m, k] is 0 for k > m: rows meet the depth up to their own position. */
    ENDS_AT_ROW,
    /** A[m, k] is 0 for k < m: rows meet the depth from their own position on. */
    BEGINS_AT_ROW,
    /** Nobody sees C[m, n] for n > m, as long as it is finite: it is the epilogue of 0. */
    UNSEEN
  }

  /**
   * The positions of each picture that are not all zeros: what a padded one is made of.
   *
   * @param firstRow rows of zeros above
   * @param rows that are no zeros
   * @param firstColumn positions of zeros at the left of each
   * @param columns positions that are no zeros
   */
  public record Seen(long firstRow, long rows, long firstColumn, long columns) implements Known {}

  /** How vectors compute a product. */
  public enum Way {
    /** Product by product. */
    DIRECT,
    /** As {@link Winograd} says, of panels with transformed filters. */
    WINOGRAD,
    /** As {@link Neighbours} says, of panels with filters side by side. */
    NEIGHBOURS,
    /** As {@link OverlapAdd} says, of panels with the taps of filters side by side. */
    OVERLAP
  }

  public ProductShape {
    outerDepth = List.copyOf(outerDepth);
    batch = List.copyOf(batch);
  }

  /** A product over the whole depth, computed term by term, of which nothing is known. */
  public ProductShape(
      Size rows,
      Size columns,
      Size depth,
      Size aRow,
      Size aDepth,
      Size bDepth,
      Size bColumn,
      List<Depth> outerDepth,
      List<Batch> batch) {
    this(
        rows,
        columns,
        depth,
        aRow,
        aDepth,
        bDepth,
        bColumn,
        outerDepth,
        batch,
        1,
        false,
        Way.DIRECT,
        null);
  }

  /** The same product of a B that was laid out in panels, the same for the whole batch. */
  public ProductShape inPanels() {
    var outer = new ArrayList<Depth>();
    Size stride = depth.times(Size.of(PANEL));
    for (int i = outerDepth.size() - 1; i >= 0; i--) {
      Depth axis = outerDepth.get(i);
      outer.add(0, new Depth(axis.count(), axis.a(), stride));
      stride = stride.times(axis.count());
    }
    return new ProductShape(
        rows,
        columns,
        depth,
        aRow,
        aDepth,
        Size.of(PANEL),
        Size.ONE,
        outer,
        batch,
        parts,
        true,
        way,
        known);
  }

  /**
   * The same product, the outermost axis of its depth in so many parts; the first axis of the batch
   * counts them where there are several.
   */
  public ProductShape inParts(int count) {
    return with(count, way, known);
  }

  /** The same product, computed another way. */
  public ProductShape by(Way other) {
    return with(parts, other, known);
  }

  /** The same product, of which that is known. */
  public ProductShape knowing(Known what) {
    return with(parts, way, what);
  }

  private ProductShape with(int count, Way other, @Nullable Known what) {
    return new ProductShape(
        rows,
        columns,
        depth,
        aRow,
        aDepth,
        bDepth,
        bColumn,
        outerDepth,
        batch,
        count,
        panels,
        other,
        what);
  }

  /** Floats of a panel. */
  public Size panel() {
    Size all = terms().times(Size.of(PANEL));
    return switch (way) {
      case DIRECT -> all;
      case WINOGRAD -> Winograd.channels(this).times(Size.of((long) Winograd.POINTS * PANEL));
      case NEIGHBOURS -> Size.of(Math.max(all.value(), Neighbours.panel(this)));
      case OVERLAP -> Size.of(Math.max(all.value(), OverlapAdd.panel(this)));
    };
  }

  /**
   * Whether this is one product of many rows, whose second factor fits into the cache of a core
   * beside what is computed: all columns of a few rows are best done before the next rows.
   */
  public boolean isTall() {
    return batch.isEmpty()
        && rows.isAtLeast(MANY_ROWS)
        && terms().isKnown()
        && columns.isKnown()
        && terms().value() * columns.value() <= MOST_NEAR;
  }

  /** Of all products of the batch. */
  public Size multiplications() {
    Size each = rows.times(columns).times(terms());
    return batch.stream().map(Batch::count).reduce(each, Size::times);
  }

  /** The products that each sum adds up. */
  public Size terms() {
    return outerDepth.stream().map(Depth::count).reduce(depth, Size::times);
  }
}
