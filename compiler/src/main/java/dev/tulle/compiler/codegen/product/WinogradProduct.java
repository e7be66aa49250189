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
 * Writes the vector form of a convolution that is computed as {@link Winograd} says.
 *
 * <p>A unit of work is some rows of tiles of one picture: what they see is transformed into the
 * thread's scratch array, then for each panel of columns the points are multiplied, tile by tile,
 * and transformed back to the sums that the epilogue takes. All of it stays in the cache of a core.
 */
final class WinogradProduct {
  /**
   * Tiles of a unit: enough to share what is read of the filters, few enough that their points stay
   * in the nearest cache, of sixteen channels with all of the sums.
   */
  private static final long TILES = 16;

  private final ProductText text;
  private final Units units;
  private final KernelParts parts;
  private final long channels;
  private final long columns;
  private final long outputs;
  private final long rowsOfTiles;
  private final long group;

  private WinogradProduct(ProductCode code) {
    text = new ProductText(code);
    ProductShape shape = code.shape();
    channels = Winograd.channels(shape).value();
    columns = shape.columns().value();
    outputs = shape.rows().value();
    long down = shape.batch().get(shape.batch().size() - 1).count().value();
    rowsOfTiles = Winograd.tiles(down);
    group = group(rowsOfTiles, tilesInRow());
    units =
        new Units(
            text,
            UnitCut.ofProducts(
                shape,
                CodeBlock.of("2 * LANES"),
                0,
                outputs,
                Winograd.TILE * group * outputs,
                true));
    parts = KernelParts.ofVectors(text, units);
  }

  /** The kernel, its epilogue, and the helpers that products share. */
  static List<MethodSpec> methods(ProductCode code) {
    var product = new WinogradProduct(code);
    product.kernel();
    return product.parts.methods();
  }

  private long tilesInRow() {
    return Winograd.tiles(outputs);
  }

  /** Rows of tiles of a unit: as many as fit, and so that units are as even as may be. */
  private static long group(long rows, long tiles) {
    long most = Math.max(1, Math.min(rows, TILES / tiles));
    long units = (rows + most - 1) / most;
    return (rows + units - 1) / units;
  }

  private void kernel() {
    CodeBlock.Builder code = parts.code();
    long tiles = group * tilesInRow();
    code.addStatement("int unitWidth = 2 * LANES");
    CodeBlock sums = CodeBlock.of("$L * unitWidth", Winograd.TILE * group * outputs);
    // Behind the outputs lie the sums of tiles, behind these what the tiles see.
    code.addStatement("int tileStep = $L * unitWidth + $L", tiles, WinogradTransforms.GAP);
    code.addStatement("int tileProducts = $L + $L", sums, ProgramPlan.LEAD);
    code.addStatement("int tileInputs = tileProducts + $L * tileStep", Winograd.POINTS);
    units.declare(code, CodeBlock.of("tileInputs + $L", Winograd.POINTS * inputsPoint()));
    units.openEach(code);
    code.addStatement("int tileA = $L", units.firstOfA());
    inputs(code);
    code.beginControlFlow(
        "for (int unitColumn = 0; unitColumn < $L; unitColumn += unitWidth)", columns);
    code.addStatement("int tileWidth = Math.min(unitWidth, $L - unitColumn)", columns);
    code.addStatement("int tileB = $L", units.firstOfB());
    products(code);
    outputs(code);
    parts.finish(Map.of());
    code.endControlFlow();
    code.endControlFlow();
  }

  /** Floats from the inputs of a point to those of the next. */
  private long inputsPoint() {
    return group * tilesInRow() * channels + WinogradTransforms.GAP;
  }

  /** How many rows of tiles a unit has. */
  private CodeBlock rowsOfUnit() {
    List<String> bounds = units.group().bounds();
    return bounds.isEmpty()
        ? CodeBlock.of("$L", rowsOfTiles)
        : CodeBlock.of("(groupEnd - groupFirst + 1) / 2");
  }

  /** A row of outputs of a unit as one of the picture's. */
  private String first() {
    return units.group().bounds().isEmpty() ? "" : "groupFirst + ";
  }

  private void inputs(CodeBlock.Builder code) {
    ProductShape shape = text.shape();
    long row = shape.outerDepth().get(0).a().value();
    long down = shape.batch().get(shape.batch().size() - 1).count().value();
    String inputs = parts.helper(WinogradTransforms.inputs(outputs, channels, row));
    code.addStatement("int tileRows = $L", rowsOfUnit());
    code.beginControlFlow("for (int tileRow = 0; tileRow < tileRows; tileRow++)");
    code.addStatement("int tileFrom = tileA + ($LtileRow * 2) * $L", first(), row);
    CodeBlock last = CodeBlock.of("tileFrom + $L", (Winograd.SEEN - 1) * row);
    if (down % Winograd.TILE != 0) {
      // Behind an odd last row of outputs nothing is seen, and a tile's lower row is not kept.
      last = CodeBlock.of("$LtileRow * 2 < $L ? $L : tileFrom", first(), down - 1, last);
    }
    code.addStatement(
        "$L($L, tileFrom, $L, tileSums, tileInputs + tileRow * $L, $L)",
        inputs,
        text.a().array(),
        last,
        tilesInRow() * channels,
        inputsPoint());
    code.endControlFlow();
  }

  /** For each point the tiles' inputs times the filters of a panel. */
  private void products(CodeBlock.Builder code) {
    long tiles = group * tilesInRow();
    boolean even = rowsOfTiles % group == 0;
    var points =
        new InnerProduct(
            text,
            parts,
            new ProductShape(
                even ? Size.of(tiles) : Size.ROWS,
                Size.of(columns),
                Size.of(channels),
                Size.of(channels),
                Size.ONE,
                Size.of(ProductShape.PANEL),
                Size.ONE,
                List.of(),
                List.of()),
            "tileSums",
            text.code().b().array(),
            BStep.inMemory(CodeBlock.of("$L", ProductShape.PANEL)),
            false);
    DepthLoops depth = points.depth();
    if (!even) {
      code.addStatement("int tileCount = tileRows * $L", tilesInRow());
    }
    CodeBlock count = even ? CodeBlock.of("$L", tiles) : CodeBlock.of("tileCount");
    code.beginControlFlow("for (int tilePoint = 0; tilePoint < $L; tilePoint++)", Winograd.POINTS);
    code.addStatement("int tilePointB = tileB + tilePoint * $L", channels * ProductShape.PANEL);
    code.addStatement("int tilePointA = tileInputs + tilePoint * $L", inputsPoint());
    code.addStatement("int tilePointSums = tileProducts + tilePoint * tileStep");
    if (depth.adds()) {
      code.addStatement(
          "$T.fill(tileSums, tilePointSums, tilePointSums + $L * unitWidth, 0)",
          Arrays.class,
          count);
    }
    depth.open(code);
    points.tiles(
        code,
        count,
        CodeBlock.of("tilePointA"),
        CodeBlock.of("tilePointB"),
        CodeBlock.of("tilePointSums"));
    depth.close(code);
    code.endControlFlow();
  }

  private void outputs(CodeBlock.Builder code) {
    String outputs = parts.helper(WinogradTransforms.outputs(this.outputs));
    code.beginControlFlow("for (int tileRow = 0; tileRow < tileRows; tileRow++)");
    code.addStatement(
        "$L(tileWidth, tileProducts + tileRow * $L * unitWidth, tileStep, tileSums, tileRow * $L *"
            + " unitWidth)",
        outputs,
        tilesInRow(),
        Winograd.TILE * this.outputs);
    code.endControlFlow();
  }
}
