package dev.tulle.compiler.codegen.product;

import static javax.lang.model.element.Modifier.PRIVATE;
import static javax.lang.model.element.Modifier.STATIC;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.OverlapAdd;
import dev.tulle.compiler.plan.ProductShape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Writes the vector form of a convolution that is computed as {@link OverlapAdd} says.
 *
 * <p>A unit of work is some rows of outputs of one picture. For each, tiles leave the sums of every
 * position of A by the taps of filters, between rows of zeros; then each output adds up its own in
 * a row of sums, which the epilogue takes.
 */
final class OverlapProduct {
  private final ProductText text;
  private final Units units;
  private final KernelParts parts;
  private final ProductShape.Seen seen;

  /** Taps side by side. */
  private final long across;

  /** Floats of a position's sums. */
  private final long taps;

  /** Positions of an output row's sums, with those of zeros around. */
  private final long positions;

  private OverlapProduct(ProductCode code) {
    text = new ProductText(code);
    ProductShape shape = code.shape();
    seen = OverlapAdd.seen(shape);
    across = OverlapAdd.across(shape);
    taps = OverlapAdd.taps(shape);
    long outputs = shape.rows().value();
    positions =
        Math.max(seen.columns() + across - 1, outputs - seen.firstColumn() + 2 * (across - 1));
    long most = UnitCut.BLOCK / outputs;
    long group = Math.min(most, down().count().value());
    units =
        new Units(
            text,
            UnitCut.ofProducts(
                shape,
                CodeBlock.of("$L", OverlapAdd.ROW),
                OverlapAdd.ROW,
                outputs,
                group * outputs,
                true));
    parts = KernelParts.ofVectors(text, units);
  }

  /** The kernel, its epilogue, and the helpers that products share. */
  static List<MethodSpec> methods(ProductCode code) {
    var product = new OverlapProduct(code);
    product.kernel();
    return product.parts.methods();
  }

  /** The axis of the outputs' rows. */
  private ProductShape.Batch down() {
    List<ProductShape.Batch> batch = text.shape().batch();
    return batch.get(batch.size() - 1);
  }

  private void kernel() {
    CodeBlock.Builder code = parts.code();
    ProductShape shape = text.shape();
    UnitGroup products = units.group();
    long before = (across - 1) * taps;
    code.addStatement("int unitWidth = $L", taps);
    code.addStatement("int tileZeros = $L", VectorEpilogue.behind(units));
    code.addStatement("int tileProducts = tileZeros + $L", before);
    // A vector of the last position's sums may reach beyond it.
    units.declare(code, CodeBlock.of("tileZeros + $L", positions * taps + OverlapAdd.ROW));
    code.addStatement(
        "$T.fill(tileSums, tileZeros, tileZeros + $L, 0)", Arrays.class, positions * taps);
    units.openEach(code);
    code.addStatement("int tileA = $L", units.firstOfA());
    products.open(code);
    code.addStatement(
        "$T.fill(tileSums, tileProducts, tileProducts + $L, 0)",
        Arrays.class,
        seen.columns() * taps);
    products(code, products.a(CodeBlock.of("tileA")));
    String add = parts.helper(add());
    String row = products.holdsSeveral() ? products.counter() : "0";
    String first = products.bounds().isEmpty() ? "" : " - groupFirst";
    long margin = (across - 1 - seen.firstColumn()) * taps;
    code.addStatement(
        "$L($L, tileSums, $L)",
        add,
        margin == 0 ? CodeBlock.of("tileZeros") : CodeBlock.of("tileZeros + $L", margin),
        row.equals("0")
            ? CodeBlock.of("0")
            : CodeBlock.of("($L$L) * $L", row, first, shape.rows().value() * OverlapAdd.ROW));
    products.close(code);
    parts.finish(Map.of("unitWidth", Integer.toString(OverlapAdd.ROW)));
    code.endControlFlow();
  }

  /** The sums of an output row's positions, over the rows of filters that see no zeros. */
  private void products(CodeBlock.Builder code, CodeBlock a) {
    ProductShape.Depth filters = text.shape().outerDepth().get(0);
    long rows = down().count().value();
    String output =
        units.group().holdsSeveral()
            ? units.group().counter()
            : "batch" + (text.shape().batch().size() - 1);
    boolean above = seen.firstRow() > 0;
    boolean below = seen.firstRow() + seen.rows() < rows + filters.count().value() - 1;
    CodeBlock first = CodeBlock.of("0");
    if (above) {
      code.addStatement("int tileFirst = Math.max(0, $L - $L)", seen.firstRow(), output);
      first = CodeBlock.of("tileFirst");
    }
    CodeBlock end = CodeBlock.of("$L", filters.count().value());
    if (below) {
      code.addStatement(
          "int tileEnd = Math.min($L, $L - $L)", end, seen.firstRow() + seen.rows(), output);
      end = CodeBlock.of("tileEnd");
    }
    code.beginControlFlow("for (int tileDown = $L; tileDown < $L; tileDown++)", first, end);
    InnerProduct inner = inner();
    code.addStatement("int tileColumn = 0");
    TileLoops.columns(
        code,
        Long.toString(taps),
        taps > OverlapAdd.ROW,
        true,
        vectors -> tiles(code, inner, vectors, a));
    code.endControlFlow();
  }

  private void tiles(CodeBlock.Builder code, InnerProduct inner, int vectors, CodeBlock a) {
    ProductShape shape = text.shape();
    long left = seen.firstColumn() * shape.aRow().value();
    CodeBlock row = text.step(a, "tileDown", shape.outerDepth().get(0).a());
    inner.tiles(
        code,
        vectors,
        CodeBlock.of("$L", seen.columns()),
        left > 0 ? CodeBlock.of("$L + $L", row, left) : row,
        CodeBlock.of(
            "$L + tileDown * $L + tileColumn",
            text.code().b().offset(),
            shape.aRow().value() * taps),
        CodeBlock.of("tileProducts + tileColumn"));
  }

  /** The product of positions of a row by the taps of a row of filters. */
  private InnerProduct inner() {
    ProductShape shape = text.shape();
    return new InnerProduct(
        text,
        parts,
        new ProductShape(
            Size.of(seen.columns()),
            Size.of(taps),
            shape.aRow(),
            shape.aRow(),
            Size.ONE,
            Size.of(taps),
            Size.ONE,
            List.of(),
            List.of()),
        text.a().array(),
        text.code().b().array(),
        BStep.inMemory(CodeBlock.of("$L", taps)),
        true);
  }

  /** Such as {@code tileOverlaps14Of5By6}: fourteen outputs, five taps of six columns each. */
  private MethodSpec add() {
    ProductShape shape = text.shape();
    long columns = shape.columns().value();
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(
                "tileOverlaps" + shape.rows().value() + "Of" + across + "By" + columns)
            .addModifiers(PRIVATE, STATIC)
            .addJavadoc("Adds up what taps at $L positions have for each output.\n", across)
            .addParameter(int.class, "productsAt")
            .addParameter(float[].class, "sums")
            .addParameter(int.class, "sumsAt");
    method.beginControlFlow("for (int column = 0; column < $L; column += LANES)", columns);
    method.beginControlFlow("for (int output = 0; output < $L; output++)", shape.rows().value());
    method.addStatement("int from = productsAt + output * $L + column", taps);
    CodeBlock sum = null;
    for (long tap = 0; tap < across; tap++) {
      CodeBlock part =
          CodeBlock.of(
              tap == 0
                  ? "$T.fromArray(SPECIES, sums, from)"
                  : "$T.fromArray(SPECIES, sums, from + " + tap * (taps + columns) + ")",
              Names.FLOAT_VECTOR);
      sum = sum == null ? part : CodeBlock.of("$L.add($L)", sum, part);
    }
    method.addStatement("$T sum = $L", Names.FLOAT_VECTOR, sum);
    method.addStatement("sum.intoArray(sums, sumsAt + output * $L + column)", OverlapAdd.ROW);
    return method.endControlFlow().endControlFlow().build();
  }
}
