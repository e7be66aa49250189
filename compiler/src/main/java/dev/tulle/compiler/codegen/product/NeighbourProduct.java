package dev.tulle.compiler.codegen.product;

import static javax.lang.model.element.Modifier.PRIVATE;
import static javax.lang.model.element.Modifier.STATIC;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.Neighbours;
import dev.tulle.compiler.plan.ProductShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

  /** The epilogue of neighbours in one row, or null where each has a row of its own. */
  private final Epilogue.@Nullable Joined joined;

  /** The product as the epilogue sees it. */
  private final ProductText finished;

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
    joined = code.epilogue().joined(count);
    finished = joined == null ? text : new ProductText(ofRows(joined.of()));
    long height = joined == null ? outputs : rows;
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

  /** The product whose rows are neighbours. */
  private ProductCode ofRows(Epilogue epilogue) {
    ProductCode code = text.code();
    ProductShape shape = code.shape();
    return new ProductCode(
        code.name(),
        new ProductShape(
            Size.of(rows),
            Size.of(count * shape.columns().value()),
            shape.depth(),
            Size.of(count * shape.aRow().value()),
            shape.aDepth(),
            shape.bDepth(),
            shape.bColumn(),
            shape.outerDepth(),
            shape.batch()),
        code.parameters(),
        code.sizes(),
        code.a(),
        code.b(),
        epilogue);
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
    code.addStatement(
        "int $L = $L",
        joined == null ? "tileProducts" : "tileRepeated",
        VectorEpilogue.behind(units));
    // A vector of the last row of sums may reach beyond it.
    units.declare(
        code,
        CodeBlock.of(
            joined == null ? "tileProducts + $L" : "tileRepeated + $L",
            (joined == null ? group * rows + 1 : joined.repeated().size()) * Neighbours.ROW));
    Map<String, String> given = joined == null ? Map.of() : repeat(code, joined.repeated());
    units.openEach(code);
    code.addStatement("int tileA = $L", units.firstOfA());
    if (joined == null || inner().depth().adds()) {
      code.addStatement("int tileCount = $L", tiles());
    }
    products(code);
    if (joined == null) {
      String spread = parts.helper(spread());
      code.addStatement("$L(tileCount, tileProducts, tileSums)", spread);
    }
    parts.finish(given);
    code.endControlFlow();
  }

  /**
   * Lays side by side what each neighbour reads alike.
   *
   * @return what the epilogue reads in place of these arrays
   */
  private Map<String, String> repeat(CodeBlock.Builder code, List<String> arrays) {
    long columns = text.shape().columns().value();
    Map<String, String> given = new LinkedHashMap<>();
    for (int i = 0; i < arrays.size(); i++) {
      String at = i == 0 ? "tileRepeated" : "tileRepeated + " + i * Neighbours.ROW;
      code.beginControlFlow(
          "for (int tileColumn = 0; tileColumn < $L; tileColumn += $L)", count * columns, columns);
      code.addStatement(
          "System.arraycopy($1L, $1LAt, tileSums, $2L + tileColumn, $3L)",
          arrays.get(i),
          at,
          columns);
      code.endControlFlow();
      given.put(arrays.get(i), "tileSums");
      given.put(arrays.get(i) + "At", at);
    }
    return given;
  }

  /** Rows of sums of a unit, before they are spread. */
  private CodeBlock tiles() {
    UnitGroup products = units.group();
    if (!products.holdsSeveral()) {
      return CodeBlock.of("$L", rows);
    }
    return products.bounds().isEmpty()
        ? CodeBlock.of("$L", group * rows)
        : CodeBlock.of("(groupEnd - groupFirst) * $L", rows);
  }

  private void products(CodeBlock.Builder code) {
    InnerProduct inner = inner();
    DepthLoops depth = inner.depth();
    long columns = count * text.shape().columns().value();
    if (depth.adds()) {
      code.addStatement(
          joined == null
              ? "$T.fill(tileSums, tileProducts, tileProducts + tileCount * unitWidth, 0)"
              : "$T.fill(tileSums, 0, tileCount * unitWidth, 0)",
          Arrays.class);
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
        CodeBlock.of(
            joined == null
                ? "tileProducts + $L * unitWidth + tileColumn"
                : "$L * unitWidth + tileColumn",
            row));
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

  /** Such as {@code tileNeighbours2By6}: two outputs of six columns each. */
  private MethodSpec spread() {
    long columns = text.shape().columns().value();
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("tileNeighbours" + count + "By" + columns)
            .addModifiers(PRIVATE, STATIC)
            .addJavadoc("Gives the sums of $L neighbours a row each.\n", count)
            .addParameter(int.class, "rows")
            .addParameter(int.class, "sumsAt")
            .addParameter(float[].class, "sums");
    method.beginControlFlow("for (int column = 0; column < $L; column += LANES)", columns);
    method.beginControlFlow("for (int row = 0; row < rows; row++)");
    method.addStatement("int from = sumsAt + row * $L + column", Neighbours.ROW);
    method.addStatement("int to = row * $L + column", count * Neighbours.ROW);
    for (long i = 0; i < count; i++) {
      method.addStatement(
          "$T.fromArray(SPECIES, sums, from + $L).intoArray(sums, to + $L)",
          Names.FLOAT_VECTOR,
          i * columns,
          i * Neighbours.ROW);
    }
    return method.endControlFlow().endControlFlow().build();
  }
}
