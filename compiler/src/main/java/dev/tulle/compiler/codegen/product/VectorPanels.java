package dev.tulle.compiler.codegen.product;

import com.palantir.javapoet.CodeBlock;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.ProductShape;

/**
 * How wide the panels of columns are that a {@link VectorProduct} goes through, and whether they
 * are copied before tiles read them.
 */
final class VectorPanels {
  /**
   * From this stride on each row of B lies in a memory page half its own: then a panel is copied.
   */
  private static final int WIDE = 512;

  /** From this stride on a panel is copied that many products share. */
  private static final int WIDER = 48;

  /** Fewer rows do not pay for the copy of a panel. */
  private static final int ROWS_WORTH_PACKING = 32;

  /** Fewer rows than this are done in panels of four vectors. */
  private static final int FEW = 4;

  /**
   * From this depth on panels have four vectors too: as they are met in memory, rows of B should be
   * read in long stretches.
   */
  private static final int DEEP = 1024;

  private final ProductText text;
  private final ProductShape shape;

  /** When a panel is copied: a condition, {@code true} or {@code false} where it is known. */
  private final CodeBlock copied;

  VectorPanels(ProductText text) {
    this.text = text;
    shape = text.shape();
    copied = condition(text);
  }

  /** When a panel is copied. */
  private static CodeBlock condition(ProductText text) {
    ProductShape shape = text.shape();
    if (shape.parts() > 1 || shape.panels()) {
      return CodeBlock.of("false");
    }
    Size stride = shape.bDepth();
    if (!shape.bColumn().isOne()) {
      return CodeBlock.of("true");
    }
    if (stride.isKnown() && stride.value() < WIDE) {
      return CodeBlock.of("$L", sharesWide(shape));
    }
    Size rows = shape.rows();
    if (rows.isAtLeast(ROWS_WORTH_PACKING)) {
      return CodeBlock.of("true");
    }
    if (rows.isKnown()) {
      return CodeBlock.of("false");
    }
    return CodeBlock.of("$L >= $L", text.size(rows), ROWS_WORTH_PACKING);
  }

  /**
   * Whether many products share panels that are some of the columns: side by side their rows take
   * no more of the nearest cache than they are long.
   */
  private static boolean sharesWide(ProductShape shape) {
    return !shape.batch().isEmpty()
        && UnitCut.sharesB(shape)
        && shape.bDepth().value() >= WIDER
        && shape.terms().isKnown()
        && shape.terms().value() <= DEEP;
  }

  /** When a panel is copied: a condition. */
  CodeBlock copied() {
    return copied;
  }

  /** Whether no panel is copied. */
  boolean areNeverCopied() {
    return copied.toString().equals("false");
  }

  /** Whether each panel is copied, whatever the rows are. */
  boolean areAlwaysCopied() {
    return copied.toString().equals("true");
  }

  /** Whether tiles read panels, copied on the way or laid out before. */
  boolean areRead() {
    return shape.panels() || !areNeverCopied();
  }

  /** Whether a panel is a part of longer rows. */
  boolean areScattered() {
    return areNeverCopied() && !(shape.bDepth().isKnown() && shape.bDepth().value() < WIDER);
  }

  /** How wide a panel is: an {@code int} expression. */
  CodeBlock width() {
    if (!isDeep() && !shape.rows().isKnown() && mayTakeFour()) {
      return CodeBlock.of("$L < $L ? 4 * LANES : 2 * LANES", text.size(shape.rows()), FEW);
    }
    return CodeBlock.of(isDeep() || mayTakeFour() ? "4 * LANES" : "2 * LANES");
  }

  /** The vectors that a panel has at least. */
  int leastVectors() {
    return hasFewRows() || isDeep() ? 4 : 2;
  }

  /** Whether tiles may take four vectors of columns, as they do where there are few rows. */
  boolean mayTakeFour() {
    return !shape.rows().isAtLeast(FEW);
  }

  /**
   * When tiles take four vectors, besides that a panel has them: a condition with {@code &&} behind
   * it, or empty.
   */
  String takesFour() {
    return isDeep() && !shape.rows().isKnown()
        ? text.size(shape.rows()) + " < " + FEW + " && "
        : "";
  }

  private boolean hasFewRows() {
    return shape.rows().isKnown() && shape.rows().value() < FEW;
  }

  /** Whether a lone axis of the depth is so long, and read where it lies. */
  private boolean isDeep() {
    Size depth = shape.depth();
    return !shape.panels()
        && shape.outerDepth().isEmpty()
        && depth.isKnown()
        && depth.value() > DEEP
        && shape.bColumn().isOne();
  }

  /** How far B moves along the innermost axis of the depth, as far as that is known. */
  BStep step() {
    if (areNeverCopied()) {
      return BStep.inMemory(text.size(shape.bDepth()));
    }
    return areAlwaysCopied() && (hasFewRows() || !mayTakeFour())
        ? BStep.inPanel(leastVectors())
        : BStep.told("tileStep");
  }

  /** The same, of a panel that was copied for more than a few rows. */
  BStep copiedStep() {
    return BStep.inPanel(isDeep() ? 4 : 2);
  }

  /** Whether tiles of so many rows read copied panels only: few rows come without. */
  boolean areCopiedFor(int rows) {
    return rows > (areAlwaysCopied() ? FEW - 1 : TileHeights.HALF);
  }
}
