package dev.tulle.compiler.codegen.product;

import com.palantir.javapoet.CodeBlock;
import dev.tulle.compiler.plan.ProductShape;

/**
 * Writes the tiles of a product that is a part of how another one is computed: its sums stay in the
 * thread's scratch array, rows {@code unitWidth} apart.
 */
final class InnerProduct {
  private final ProductText text;
  private final KernelParts parts;
  private final String b;
  private final BStep step;
  private final boolean adds;
  private final DepthLoops depth;
  private final TileWriter writer;
  private final TileHeights heights;

  /**
   * @param text of the product that is computed
   * @param parts of that product
   * @param shape of the one within
   * @param a the array that holds its A
   * @param b likewise
   * @param step from a row of B to the next
   * @param adds whether products are added to sums that are there, whatever the depth
   */
  InnerProduct(
      ProductText text,
      KernelParts parts,
      ProductShape shape,
      String a,
      String b,
      BStep step,
      boolean adds) {
    ProductCode code = text.code();
    this.parts = parts;
    this.text =
        new ProductText(
            new ProductCode(
                code.name(),
                shape,
                code.parameters(),
                code.sizes(),
                new ProductCode.Operand(a, CodeBlock.of("0")),
                new ProductCode.Operand(b, CodeBlock.of("0")),
                code.epilogue()));
    this.b = b;
    this.step = step;
    this.adds = adds;
    this.depth = adds ? DepthLoops.onto(this.text, 1) : DepthLoops.near(this.text, false);
    this.writer = new TileWriter(shape, depth);
    this.heights = new TileHeights(depth);
  }

  /** The depth, whose loops are to be opened around the tiles. */
  DepthLoops depth() {
    return depth;
  }

  /**
   * Tiles of rows that {@code tileRow} counts, of so many vectors of columns.
   *
   * @param rows that there are
   * @param aFirst where A begins
   * @param bFirst where B begins
   * @param sums where the sums of the first row go
   */
  void tiles(
      CodeBlock.Builder code,
      int vectors,
      CodeBlock rows,
      CodeBlock aFirst,
      CodeBlock bFirst,
      CodeBlock sums) {
    CodeBlock a = text.step(aFirst, "tileRow", text.shape().aRow());
    code.addStatement("int tileRow = 0");
    for (TileHeights.Height height : heights.of(text.shape().rows(), vectors)) {
      TileLoops.open(code, height, rows, "");
      parts.helper(writer.method(height.rows(), vectors, step));
      code.addStatement(
          writer.call(
              height.rows(),
              vectors,
              text,
              adds ? a : depth.ofA(a),
              CodeBlock.of("$L, $L", b, adds ? bFirst : depth.ofB(bFirst)),
              step,
              depth.overB(),
              CodeBlock.of("tileSums, $L + tileRow * unitWidth", sums)));
      code.endControlFlow();
    }
  }

  /** As the other {@code tiles}, of {@code tileWidth} columns in one vector or two. */
  void tiles(
      CodeBlock.Builder code, CodeBlock rows, CodeBlock aFirst, CodeBlock bFirst, CodeBlock sums) {
    boolean one = text.shape().columns().value() % ProductShape.PANEL != 0;
    if (one) {
      code.beginControlFlow("if (tileWidth > LANES)");
    }
    tiles(code, 2, rows, aFirst, bFirst, sums);
    if (one) {
      code.nextControlFlow("else");
      tiles(code, 1, rows, aFirst, bFirst, sums);
      code.endControlFlow();
    }
  }
}
