package dev.tulle.compiler.codegen.product;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.ProductShape;
import dev.tulle.compiler.plan.ProgramPlan;
import dev.tulle.compiler.plan.Winograd;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Writes the vector form of the gradient of a convolution's filters, computed as {@link Winograd}
 * says.
 *
 * <p>A unit of work is a panel of columns of all filters, over a part of the pictures: what tiles
 * see and the gradients of their outputs are transformed into the thread's scratch array, some rows
 * of tiles at a time, and their products are added up point by point. At the end the sums become
 * filters, which the epilogue takes.
 */
final class WinogradGradient {
  /**
   * Tiles whose products are added up in registers: the sums are read and written that much less.
   */
  private static final long TILES = 48;

  private final ProductText text;
  private final Units units;
  private final KernelParts parts;
  private final long channels;
  private final long columns;
  private final ProductShape.Depth pictures;
  private final ProductShape.Depth down;
  private final long across;
  private final long rowsOfTiles;
  private final long group;

  private WinogradGradient(ProductCode code) {
    text = new ProductText(code);
    ProductShape shape = code.shape();
    channels = Winograd.channels(shape).value();
    columns = shape.columns().value();
    pictures = shape.outerDepth().get(0);
    down = shape.outerDepth().get(1);
    across = shape.depth().value();
    rowsOfTiles = Winograd.tiles(down.count().value());
    group = group(rowsOfTiles, Winograd.tiles(across));
    units =
        new Units(
            text,
            UnitCut.ofProducts(
                shape,
                CodeBlock.of("2 * LANES"),
                0,
                shape.rows().value(),
                Winograd.FILTER * shape.rows().value(),
                false));
    parts = KernelParts.ofVectors(text, units);
  }

  /** The kernel, its epilogue, and the helpers that products share. */
  static List<MethodSpec> methods(ProductCode code) {
    var product = new WinogradGradient(code);
    product.kernel();
    return product.parts.methods();
  }

  /** Rows of tiles at a time: a divisor of all, so that each time has as many. */
  private static long group(long rows, long tiles) {
    long group = Math.max(1, Math.min(rows, TILES / tiles));
    while (rows % group != 0) {
      group--;
    }
    return group;
  }

  /** Tiles at a time. */
  private long tiles() {
    return group * Winograd.tiles(across);
  }

  /** Floats from what tiles see of a point to that of the next. */
  private long inputsPoint() {
    return tiles() * channels + WinogradTransforms.GAP;
  }

  private void kernel() {
    CodeBlock.Builder code = parts.code();
    int points = Winograd.POINTS;
    code.addStatement("int unitWidth = 2 * LANES");
    // Behind the filters lie the sums of their points, the gradients, and what tiles see.
    code.addStatement(
        "int tileProducts = $L * unitWidth + $L",
        Winograd.FILTER * Winograd.FILTER * channels,
        ProgramPlan.LEAD);
    code.addStatement("int tileStep = $L * unitWidth + $L", channels, WinogradTransforms.GAP);
    code.addStatement("int tileGradients = tileProducts + $L * tileStep", points);
    code.addStatement("int tileStepB = $L * unitWidth + $L", tiles(), WinogradTransforms.GAP);
    code.addStatement("int tileInputs = tileGradients + $L * tileStepB", points);
    units.declare(code, CodeBlock.of("tileInputs + $L", points * inputsPoint()));
    units.openEach(code);
    code.addStatement("int tileWidth = Math.min(unitWidth, $L - unitColumn)", columns);
    code.addStatement("int tileB = $L", units.firstOfB());
    code.addStatement("$T.fill(tileSums, tileProducts, tileGradients, 0)", Arrays.class);
    code.beginControlFlow(
        "for (int tileDeep = $L; tileDeep < $L; tileDeep += $L)",
        rowsBefore("batch0", CodeBlock.of("0")),
        rowsBefore("batch0 + 1", text.size(pictures.count())),
        group);
    transforms(code);
    products(code);
    code.endControlFlow();
    String filters = parts.helper(WinogradFilters.filters(channels));
    code.addStatement("$L(tileWidth, tileProducts, tileStep, tileSums)", filters);
    parts.finish(Map.of());
    code.endControlFlow();
  }

  /**
   * The rows of tiles before those of a part.
   *
   * @param undivided the pictures before, where there are no parts
   */
  private CodeBlock rowsBefore(String part, CodeBlock undivided) {
    int parts = text.shape().parts();
    CodeBlock before =
        parts == 1
            ? undivided
            : CodeBlock.of(
                "$T.from($L, $L, $L, 1)",
                Names.PIECES,
                text.code().sizes().apply(pictures.count()),
                part,
                parts);
    return rowsOfTiles == 1 || before.toString().equals("0")
        ? before
        : CodeBlock.of("$L * $L", before, rowsOfTiles);
  }

  private void transforms(CodeBlock.Builder code) {
    long row = down.a().value();
    String inputs = parts.helper(WinogradTransforms.inputs(across, channels, row));
    long tilesInRow = Winograd.tiles(across);
    code.beginControlFlow("for (int tileRow = 0; tileRow < $L; tileRow++)", group);
    code.addStatement("int tilePicture = (tileDeep + tileRow) / $L", rowsOfTiles);
    code.addStatement("int tileDown = (tileDeep + tileRow) % $L * 2", rowsOfTiles);
    code.addStatement(
        "int tileA = $L",
        text.step(text.step(text.a().offset(), "tilePicture", pictures.a()), "tileDown", down.a()));
    boolean odd = down.count().value() % Winograd.TILE != 0;
    CodeBlock last = CodeBlock.of("tileA + $L", (Winograd.SEEN - 1) * row);
    if (odd) {
      last = CodeBlock.of("tileDown < $L ? $L : tileA", down.count().value() - 1, last);
    }
    code.addStatement(
        "$L($L, tileA, $L, tileSums, tileInputs + tileRow * $L, $L)",
        inputs,
        text.a().array(),
        last,
        tilesInRow * channels,
        inputsPoint());
    code.addStatement(
        "int tileFrom = $L",
        text.step(
            text.step(CodeBlock.of("tileB"), "tilePicture", pictures.b()), "tileDown", down.b()));
    if (odd) {
      code.beginControlFlow("if (tileDown < $L)", down.count().value() - 1);
    }
    gradients(code, true);
    if (odd) {
      code.nextControlFlow("else");
      gradients(code, false);
      code.endControlFlow();
    }
    code.endControlFlow();
  }

  private void gradients(CodeBlock.Builder code, boolean below) {
    String gradients =
        parts.helper(
            WinogradTransforms.gradients(
                across, text.shape().bDepth().value(), down.b().value(), below));
    code.addStatement(
        "$L($L, tileFrom, tileWidth, tileSums, tileGradients + tileRow * $L * unitWidth,"
            + " tileStepB)",
        gradients,
        text.code().b().array(),
        Winograd.tiles(across));
  }

  /** For each point what tiles see, channel by channel, times their gradients. */
  private void products(CodeBlock.Builder code) {
    var points =
        new InnerProduct(
            text,
            parts,
            new ProductShape(
                Size.of(channels),
                Size.of(columns),
                Size.of(tiles()),
                Size.ONE,
                Size.of(channels),
                Size.of(ProductShape.PANEL),
                Size.ONE,
                List.of(),
                List.of()),
            "tileSums",
            "tileSums",
            BStep.inPanel(2),
            true);
    code.beginControlFlow("for (int tilePoint = 0; tilePoint < $L; tilePoint++)", Winograd.POINTS);
    code.addStatement("int tilePointA = tileInputs + tilePoint * $L", inputsPoint());
    code.addStatement("int tileFrom = tileGradients + tilePoint * tileStepB");
    code.addStatement("int tilePointSums = tileProducts + tilePoint * tileStep");
    points.tiles(
        code,
        CodeBlock.of("$L", channels),
        CodeBlock.of("tilePointA"),
        CodeBlock.of("tileFrom"),
        CodeBlock.of("tilePointSums"));
    code.endControlFlow();
  }
}
