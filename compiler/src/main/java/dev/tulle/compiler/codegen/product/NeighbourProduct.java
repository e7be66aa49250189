package dev.tulle.compiler.codegen.product;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.Neighbours;
import dev.tulle.compiler.plan.ProductShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Writes the vector form of a convolution that is computed as {@link Neighbours} says.
 *
 * <p>A unit of work is some rows of outputs of one picture. Tiles leave the sums of neighbours side
 * by side. Where their results lie so as well the epilogue takes them as one row; else each gets a
 * row of sums of its own before.
 */
final class NeighbourProduct {
  private final ProductText text;
  private final Units units;
  private final KernelParts parts;
  private final long count;

  /** How the epilogue gets the sums. */
  private final NeighbourSums sums;

  /** Sums of tiles in a row of outputs. */
  private final long rows;

  /** Rows of outputs of a unit. */
  private final long group;

  private NeighbourProduct(ProductCode code) {
    text = new ProductText(code);
    ProductShape shape = code.shape();
    long outputs = shape.rows().value();
    count = Neighbours.count(shape);
    rows = outputs / count;
    sums = NeighbourSums.of(text);
    ProductText finished = sums.finished();
    long height = finished.shape().rows().value();
    Size down = shape.batch().get(shape.batch().size() - 1).count();
    long most = UnitCut.BLOCK / height;
    group = down.isKnown() ? Math.min(most, down.value()) : 1;
    units =
        new Units(
            finished,
            UnitCut.ofProducts(
                finished.shape(),
                CodeBlock.of("$L", Neighbours.ROW),
                Neighbours.ROW,
                height,
                group * height,
                true));
    parts = KernelParts.ofVectors(finished, units);
  }

  /** The kernel, its epilogue, and the helpers that products share. */
  static List<MethodSpec> methods(ProductCode code) {
    var product = new NeighbourProduct(code);
    product.kernel();
    return product.parts.methods();
  }

  private void kernel() {
    CodeBlock.Builder code = parts.code();
    code.addStatement("int unitWidth = $L", Neighbours.ROW);
    code.addStatement("int $L = $L", sums.behind(), VectorEpilogue.behind(units));
    units.declare(code, CodeBlock.of("$L + $L", sums.behind(), sums.floats(group * rows)));
    Map<String, String> given = sums.prepare(code);
    units.openEach(code);
    code.addStatement("int tileA = $L", units.firstOfA());
    InnerProduct inner = inner();
    if (sums.needsCount() || inner.depth().adds()) {
      code.addStatement("int tileCount = $L", tiles());
    }
    products(code, inner);
    sums.complete(parts);
    parts.finish(given);
    code.endControlFlow();
  }

  /** Rows of sums that the tiles of a unit leave. */
  private CodeBlock tiles() {
    UnitGroup products = units.group();
    if (!products.holdsSeveral()) {
      return CodeBlock.of("$L", rows);
    }
    return products.bounds().isEmpty()
        ? CodeBlock.of("$L", group * rows)
        : CodeBlock.of("(groupEnd - groupFirst) * $L", rows);
  }

  private void products(CodeBlock.Builder code, InnerProduct inner) {
    DepthLoops depth = inner.depth();
    long columns = count * text.shape().columns().value();
    if (depth.adds()) {
      code.addStatement(
          "$T.fill(tileSums, $L, $L, 0)",
          Arrays.class,
          sums.sum(CodeBlock.of("0")),
          sums.sum(CodeBlock.of("tileCount * unitWidth")));
    }
    depth.open(code);
    code.addStatement("int tileColumn = 0");
    TileLoops.columns(
        code, Long.toString(columns), columns > 4, true, vectors -> tiles(code, inner, vectors));
    depth.close(code);
  }

  private void tiles(CodeBlock.Builder code, InnerProduct inner, int vectors) {
    UnitGroup products = units.group();
    products.open(code);
    CodeBlock row = CodeBlock.of("0");
    if (products.holdsSeveral()) {
      row =
          products.bounds().isEmpty()
              ? CodeBlock.of("$L * $L", products.counter(), rows)
              : CodeBlock.of("($L - groupFirst) * $L", products.counter(), rows);
    }
    inner.tiles(
        code,
        vectors,
        CodeBlock.of("$L", rows),
        products.a(CodeBlock.of("tileA")),
        CodeBlock.of("$L + tileColumn", text.code().b().offset()),
        sums.sum(CodeBlock.of("$L * unitWidth + tileColumn", row)));
    products.close(code);
  }

  /** The product of what neighbours see by their filters side by side. */
  private InnerProduct inner() {
    ProductShape shape = text.shape();
    long depth = Neighbours.depth(shape);
    var outer = new ArrayList<ProductShape.Depth>();
    long below = depth * Neighbours.ROW;
    for (int i = shape.outerDepth().size() - 1; i >= 0; i--) {
      ProductShape.Depth axis = shape.outerDepth().get(i);
      outer.add(0, new ProductShape.Depth(axis.count(), axis.a(), Size.of(below)));
      below *= axis.count().value();
    }
    return new InnerProduct(
        text,
        parts,
        new ProductShape(
            Size.of(rows),
            Size.of(count * shape.columns().value()),
            Size.of(depth),
            Size.of(count * shape.aRow().value()),
            Size.ONE,
            Size.of(Neighbours.ROW),
            Size.ONE,
            outer,
            List.of()),
        text.a().array(),
        text.code().b().array(),
        BStep.inMemory(CodeBlock.of("$L", Neighbours.ROW)),
        false);
  }
}
