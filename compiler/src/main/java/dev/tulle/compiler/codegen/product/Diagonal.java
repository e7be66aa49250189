package dev.tulle.compiler.codegen.product;

import com.palantir.javapoet.CodeBlock;
import dev.tulle.compiler.plan.ProductShape;
import org.jspecify.annotations.Nullable;

/**
 * Of a product that stops at a diagonal, such as those of causal attention: the terms that a tile
 * adds up, as far as none of its rows needs more. Tiles behind the diagonal have none, and leave
 * zeros.
 */
final class Diagonal {
  private final ProductText text;
  private final Units units;
  private final DepthLoops depth;
  private final ProductShape.Triangle triangle;

  private Diagonal(
      ProductText text, Units units, DepthLoops depth, ProductShape.Triangle triangle) {
    this.text = text;
    this.units = units;
    this.depth = depth;
    this.triangle = triangle;
  }

  /** That of a product; null where it has none. */
  static @Nullable Diagonal of(ProductText text, Units units, DepthLoops depth) {
    return text.shape().known() instanceof ProductShape.Triangle triangle
        ? new Diagonal(text, units, depth, triangle)
        : null;
  }

  /**
   * Declares what a tile takes of the depth: whole turns of its loop.
   *
   * @param rows of the tile
   */
  void declare(CodeBlock.Builder code, int rows) {
    CodeBlock all = depth.first();
    CodeBlock row = units.rowOfTile();
    int turn = TileWriter.TERMS;
    switch (triangle) {
      case UNSEEN ->
          code.addStatement(
              "int tileTerms = $L < $L + $L ? $L : 0", units.columnOfTile(), row, rows, all);
      case ENDS_AT_ROW -> {
        CodeBlock end = CodeBlock.of("($L + $L) / $L * $L", row, rows + turn - 1, turn, turn);
        code.addStatement("int tileTerms = $L", within(all, end));
      }
      case BEGINS_AT_ROW -> {
        CodeBlock begin = CodeBlock.of("($L) / $L * $L", row, turn, turn);
        code.addStatement("int tileSkip = $L", within(all, begin));
        code.addStatement("int tileTerms = $L - tileSkip", all);
      }
    }
  }

  /** How many of the terms of a tile's turn are before a position of the depth. */
  private CodeBlock within(CodeBlock all, CodeBlock position) {
    return depth.counter().isEmpty()
        ? CodeBlock.of("Math.min($L, $L)", all, position)
        : CodeBlock.of("Math.max(0, Math.min($L, $L - $L))", all, position, depth.counter());
  }

  /** Where a tile's A begins, of which that is the begin without a diagonal. */
  CodeBlock a(CodeBlock at) {
    return skips() ? text.step(at, "tileSkip", text.shape().aDepth()) : at;
  }

  /** Likewise its B. */
  CodeBlock b(CodeBlock at, BStep step) {
    return skips() ? CodeBlock.of("$L + $L", at, step.times("tileSkip")) : at;
  }

  /** The terms that a tile adds up. */
  CodeBlock terms() {
    return CodeBlock.of("tileTerms");
  }

  private boolean skips() {
    return triangle == ProductShape.Triangle.BEGINS_AT_ROW;
  }
}
