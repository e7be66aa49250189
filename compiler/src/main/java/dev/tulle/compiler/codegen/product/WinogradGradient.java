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
  private final long channels;
  private final long columns;
  private final ProductShape.Depth pictures;
  private final ProductShape.Depth down;
  private final long across;
  private final long rowsOfTiles;
  private final long group;
  private final Map<String, MethodSpec> helpers = new LinkedHashMap<>();

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
        Units.ofProducts(
            text,
            CodeBlock.of("2 * LANES"),
            0,
            shape.rows().value(),
            Winograd.FILTER * shape.rows().value(),
            false);
  }

  /** The kernel, its epilogue, and the helpers that products share. */
  static List<MethodSpec> methods(ProductCode code) {
    var product = new WinogradGradient(code);
    var methods = new ArrayList<MethodSpec>();
    MethodSpec epilogue = VectorEpilogue.method(product.text, product.units);
    methods.add(product.kernel(epilogue));
    methods.add(epilogue);
    methods.addAll(product.helpers.values());
    return methods;
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

  private MethodSpec kernel(MethodSpec epilogue) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(text.code().name())
            .addParameters(text.code().parameters())
            .addParameter(int.class, "piece")
            .addParameter(int.class, "pieces");
    int points = Winograd.POINTS;
    method.addStatement("int unitWidth = 2 * LANES");
    // Behind the filters lie the sums of their points, the gradients, and what tiles see.
    method.addStatement(
        "int tileProducts = $L * unitWidth + $L",
        Winograd.FILTER * Winograd.FILTER * channels,
        ProgramPlan.LEAD);
    method.addStatement("int tileStep = $L * unitWidth + $L", channels, WinogradTransforms.GAP);
    method.addStatement("int tileGradients = tileProducts + $L * tileStep", points);
    method.addStatement("int tileStepB = $L * unitWidth + $L", tiles(), WinogradTransforms.GAP);
    method.addStatement("int tileInputs = tileGradients + $L * tileStepB", points);
    units.count(method);
    method.addStatement(
        "float[] tileSums = $T.floats(tileInputs + $L)", Names.SCRATCH, points * inputsPoint());
    method.beginControlFlow("for (int unit = unitFirst; unit < unitEnd; unit++)");
    units.place(method);
    method.addStatement("int tileWidth = Math.min(unitWidth, $L - unitColumn)", columns);
    method.addStatement("int tileB = $L", units.firstOfB());
    method.addStatement("$T.fill(tileSums, tileProducts, tileGradients, 0)", Arrays.class);
    method.beginControlFlow(
        "for (int tileDeep = $L; tileDeep < $L; tileDeep += $L)",
        rowsBefore("batch0", CodeBlock.of("0")),
        rowsBefore("batch0 + 1", text.size(pictures.count())),
        group);
    transforms(method);
    products(method);
    method.endControlFlow();
    MethodSpec filters = WinogradFilters.filters(channels);
    helpers.put(filters.name(), filters);
    method.addStatement("$L(tileWidth, tileProducts, tileStep, tileSums)", filters.name());
    method.addStatement(ProductText.call(epilogue, Map.of()));
    method.endControlFlow();
    return method.build();
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

  private void transforms(MethodSpec.Builder method) {
    long row = down.a().value();
    MethodSpec inputs = WinogradTransforms.inputs(across, channels, row);
    helpers.put(inputs.name(), inputs);
    long tilesInRow = Winograd.tiles(across);
    method.beginControlFlow("for (int tileRow = 0; tileRow < $L; tileRow++)", group);
    method.addStatement("int tilePicture = (tileDeep + tileRow) / $L", rowsOfTiles);
    method.addStatement("int tileDown = (tileDeep + tileRow) % $L * 2", rowsOfTiles);
    method.addStatement(
        "int tileA = $L",
        text.step(text.step(text.a().offset(), "tilePicture", pictures.a()), "tileDown", down.a()));
    boolean odd = down.count().value() % Winograd.TILE != 0;
    CodeBlock last = CodeBlock.of("tileA + $L", (Winograd.SEEN - 1) * row);
    if (odd) {
      last = CodeBlock.of("tileDown < $L ? $L : tileA", down.count().value() - 1, last);
    }
    method.addStatement(
        "$L($L, tileA, $L, tileSums, tileInputs + tileRow * $L, $L)",
        inputs.name(),
        text.a().array(),
        last,
        tilesInRow * channels,
        inputsPoint());
    method.addStatement(
        "int tileFrom = $L",
        text.step(
            text.step(CodeBlock.of("tileB"), "tilePicture", pictures.b()), "tileDown", down.b()));
    if (odd) {
      method.beginControlFlow("if (tileDown < $L)", down.count().value() - 1);
    }
    gradients(method, true);
    if (odd) {
      method.nextControlFlow("else");
      gradients(method, false);
      method.endControlFlow();
    }
    method.endControlFlow();
  }

  private void gradients(MethodSpec.Builder method, boolean below) {
    MethodSpec gradients =
        WinogradTransforms.gradients(
            across, text.shape().bDepth().value(), down.b().value(), below);
    helpers.put(gradients.name(), gradients);
    method.addStatement(
        "$L($L, tileFrom, tileWidth, tileSums, tileGradients + tileRow * $L * unitWidth,"
            + " tileStepB)",
        gradients.name(),
        text.code().b().array(),
        Winograd.tiles(across));
  }

  /** For each point what tiles see, channel by channel, times their gradients. */
  private void products(MethodSpec.Builder method) {
    var points =
        new InnerProduct(
            text,
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
    method.beginControlFlow(
        "for (int tilePoint = 0; tilePoint < $L; tilePoint++)", Winograd.POINTS);
    method.addStatement("int tilePointA = tileInputs + tilePoint * $L", inputsPoint());
    method.addStatement("int tileFrom = tileGradients + tilePoint * tileStepB");
    method.addStatement("int tilePointSums = tileProducts + tilePoint * tileStep");
    points.tiles(
        method,
        CodeBlock.of("$L", channels),
        CodeBlock.of("tilePointA"),
        CodeBlock.of("tileFrom"),
        CodeBlock.of("tilePointSums"));
    helpers.putAll(points.helpers());
    method.endControlFlow();
  }
}
