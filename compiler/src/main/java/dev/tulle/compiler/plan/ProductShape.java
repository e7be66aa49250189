package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Size;
import java.util.List;

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
    int parts) {

  /**
   * A batch axis: its size, and how far A and B move along it; a stride of 0 shares the operand.
   */
  public record Batch(Size count, Size a, Size b) {}

  /** An axis that vanishes: its size, and how far A and B move along it. */
  public record Depth(Size count, Size a, Size b) {}

  public ProductShape {
    outerDepth = List.copyOf(outerDepth);
    batch = List.copyOf(batch);
  }

  /** A product over the whole depth. */
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
    this(rows, columns, depth, aRow, aDepth, bDepth, bColumn, outerDepth, batch, 1);
  }

  /** The products that each sum adds up. */
  public Size terms() {
    return outerDepth.stream().map(Depth::count).reduce(depth, Size::times);
  }
}
