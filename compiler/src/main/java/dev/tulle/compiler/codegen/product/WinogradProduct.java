package dev.tulle.compiler.codegen.product;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.ProductShape;
import dev.tulle.compiler.plan.ProgramPlan;
import dev.tulle.compiler.plan.Winograd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
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
  private final long channels;
  private final long columns;
  private final long outputs;
  private final long rowsOfTiles;
  private final long group;
  private final Map<String, MethodSpec> helpers = new LinkedHashMap<>();

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
        Units.ofProducts(
            text, CodeBlock.of("2 * LANES"), 0, outputs, Winograd.TILE * group * outputs, true);
  }

  /** The kernel, its epilogue, and the helpers that products share. */
  static List<MethodSpec> methods(ProductCode code) {
    var product = new WinogradProduct(code);
    var methods = new ArrayList<MethodSpec>();
    MethodSpec epilogue = VectorEpilogue.method(product.text, product.units);
    methods.add(product.kernel(epilogue));
    methods.add(epilogue);
    methods.addAll(product.helpers.values());
    return methods;
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

  private MethodSpec kernel(MethodSpec epilogue) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(text.code().name())
            .addParameters(text.code().parameters())
            .addParameter(int.class, "piece")
            .addParameter(int.class, "pieces");
    long tiles = group * tilesInRow();
    method.addStatement("int unitWidth = 2 * LANES");
    CodeBlock sums = CodeBlock.of("$L * unitWidth", Winograd.TILE * group * outputs);
    // Behind the outputs lie the sums of tiles, behind these what the tiles see.
    method.addStatement("int tileStep = $L * unitWidth + $L", tiles, WinogradTransforms.GAP);
    method.addStatement("int tileProducts = $L + $L", sums, ProgramPlan.LEAD);
    method.addStatement("int tileInputs = tileProducts + $L * tileStep", Winograd.POINTS);
    units.count(method);
    method.addStatement(
        "float[] tileSums = $T.floats(tileInputs + $L)",
        Names.SCRATCH,
        Winograd.POINTS * inputsPoint());
    method.beginControlFlow("for (int unit = unitFirst; unit < unitEnd; unit++)");
    units.place(method);
    method.addStatement("int tileA = $L", units.firstOfA());
    inputs(method);
    method.beginControlFlow(
        "for (int unitColumn = 0; unitColumn < $L; unitColumn += unitWidth)", columns);
    method.addStatement("int tileWidth = Math.min(unitWidth, $L - unitColumn)", columns);
    method.addStatement("int tileB = $L", units.firstOfB());
    products(method);
    outputs(method);
    method.addStatement(ProductText.call(epilogue, Map.of()));
    method.endControlFlow();
    method.endControlFlow();
    return method.build();
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

  private void inputs(MethodSpec.Builder method) {
    ProductShape shape = text.shape();
    long row = shape.outerDepth().get(0).a().value();
    long down = shape.batch().get(shape.batch().size() - 1).count().value();
    MethodSpec inputs = WinogradTransforms.inputs(outputs, channels, row);
    helpers.put(inputs.name(), inputs);
    method.addStatement("int tileRows = $L", rowsOfUnit());
    method.beginControlFlow("for (int tileRow = 0; tileRow < tileRows; tileRow++)");
    method.addStatement("int tileFrom = tileA + ($LtileRow * 2) * $L", first(), row);
    CodeBlock last = CodeBlock.of("tileFrom + $L", (Winograd.SEEN - 1) * row);
    if (down % Winograd.TILE != 0) {
      // Behind an odd last row of outputs nothing is seen, and a tile's lower row is not kept.
      last = CodeBlock.of("$LtileRow * 2 < $L ? $L : tileFrom", first(), down - 1, last);
    }
    method.addStatement(
        "$L($L, tileFrom, $L, tileSums, tileInputs + tileRow * $L, $L)",
        inputs.name(),
        text.a().array(),
        last,
        tilesInRow() * channels,
        inputsPoint());
    method.endControlFlow();
  }

  /** For each point the tiles' inputs times the filters of a panel. */
  private void products(MethodSpec.Builder method) {
    long tiles = group * tilesInRow();
    boolean even = rowsOfTiles % group == 0;
    var points =
        new InnerProduct(
            text,
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
      method.addStatement("int tileCount = tileRows * $L", tilesInRow());
    }
    CodeBlock count = even ? CodeBlock.of("$L", tiles) : CodeBlock.of("tileCount");
    method.beginControlFlow(
        "for (int tilePoint = 0; tilePoint < $L; tilePoint++)", Winograd.POINTS);
    method.addStatement("int tilePointB = tileB + tilePoint * $L", channels * ProductShape.PANEL);
    method.addStatement("int tilePointA = tileInputs + tilePoint * $L", inputsPoint());
    method.addStatement("int tilePointSums = tileProducts + tilePoint * tileStep");
    if (depth.adds()) {
      method.addStatement(
          "$T.fill(tileSums, tilePointSums, tilePointSums + $L * unitWidth, 0)",
          Arrays.class,
          count);
    }
    depth.open(method);
    points.tiles(
        method,
        count,
        CodeBlock.of("tilePointA"),
        CodeBlock.of("tilePointB"),
        CodeBlock.of("tilePointSums"));
    helpers.putAll(points.helpers());
    depth.close(method);
    method.endControlFlow();
  }

  private void outputs(MethodSpec.Builder method) {
    MethodSpec outputs = WinogradTransforms.outputs(this.outputs);
    helpers.put(outputs.name(), outputs);
    method.beginControlFlow("for (int tileRow = 0; tileRow < tileRows; tileRow++)");
    method.addStatement(
        "$L(tileWidth, tileProducts + tileRow * $L * unitWidth, tileStep, tileSums, tileRow * $L *"
            + " unitWidth)",
        outputs.name(),
        tilesInRow(),
        Winograd.TILE * this.outputs);
    method.endControlFlow();
  }
}
