package dev.tulle.compiler.codegen.product;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import dev.tulle.compiler.plan.ProductShape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes the tiles of the small products that a Winograd convolution has for each of its points:
 * {@code tilePointA} and {@code tilePointSums} say where A and the sums of a point begin.
 */
final class WinogradPoints {
  private final ProductText text;
  private final String array;
  private final BStep step;
  private final DepthLoops depth;
  private final TileWriter writer;
  private final TileHeights heights;
  private final Map<String, MethodSpec> helpers = new LinkedHashMap<>();

  /**
   * @param text of the convolution
   * @param b the array that holds B
   * @param shape of the product of a point
   * @param step from a row of B to the next
   * @param adds whether products are added to sums that are there, whatever the depth
   */
  WinogradPoints(ProductText text, String b, ProductShape shape, BStep step, boolean adds) {
    ProductCode code = text.code();
    this.text =
        new ProductText(
            new ProductCode(
                code.name(),
                shape,
                code.parameters(),
                code.sizes(),
                new ProductCode.Operand("tileSums", CodeBlock.of("tilePointA")),
                code.b(),
                code.epilogue()));
    this.array = b;
    this.step = step;
    this.depth = adds ? DepthLoops.onto(this.text) : DepthLoops.near(this.text, false);
    this.writer = new TileWriter(shape, depth);
    this.heights = new TileHeights(depth);
  }

  /** The methods of the tiles that were written. */
  Map<String, MethodSpec> helpers() {
    return helpers;
  }

  /** The depth of a point, whose loops are to be opened around the tiles. */
  DepthLoops depth() {
    return depth;
  }

  /**
   * Tiles of all rows of a unit, and of {@code tileWidth} columns.
   *
   * @param b where B begins
   * @param rows that there are
   */
  void tiles(MethodSpec.Builder method, CodeBlock a, CodeBlock b, CodeBlock rows) {
    boolean one = text.shape().columns().value() % ProductShape.PANEL != 0;
    if (one) {
      method.beginControlFlow("if (tileWidth > LANES)");
    }
    tiles(method, a, b, rows, 2);
    if (one) {
      method.nextControlFlow("else");
      tiles(method, a, b, rows, 1);
      method.endControlFlow();
    }
  }

  private void tiles(
      MethodSpec.Builder method, CodeBlock a, CodeBlock b, CodeBlock rows, int vectors) {
    method.addStatement("int tileRow = 0");
    for (TileHeights.Height height : heights.of(text.shape().rows(), vectors)) {
      method.beginControlFlow(
          "for (; $LtileRow + $L <= $L; tileRow += $L)",
          height.tall() ? "LANES != 8 && " : "",
          height.rows(),
          rows,
          height.rows());
      MethodSpec tile = writer.method(height.rows(), vectors, step);
      helpers.put(tile.name(), tile);
      method.addStatement(
          writer.call(
              height.rows(),
              vectors,
              text,
              text.step(a, "tileRow", text.shape().aRow()),
              CodeBlock.of("$L, $L", array, b),
              step,
              depth.overB(),
              CodeBlock.of("tileSums, tilePointSums + tileRow * unitWidth")));
      method.endControlFlow();
    }
  }
}
