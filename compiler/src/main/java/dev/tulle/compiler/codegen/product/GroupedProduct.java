package dev.tulle.compiler.codegen.product;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.ProductShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the vector form of a product whose A lies across, such as the gradient of a dense layer's
 * weights: its rows side by side, each step along the depth far away.
 *
 * <p>A unit is a strip of as many rows as the tallest tile by a panel of two vectors. Units go
 * along the panels of a group, then to the next strip, then to the next group. So a strip is copied
 * once for a group and stays in the nearest cache, a group is copied once for many strips and stays
 * in the one behind it, and rows of the result are written in long stretches: where panels follow
 * each other down the columns, each store meets a memory page of its own.
 */
final class GroupedProduct {
  /** Columns of a group: what a row of it takes in memory is met as a stretch. */
  private static final int COLUMNS = 256;

  /** Floats of a group: half a megabyte. */
  private static final int FLOATS = 1 << 17;

  /** Fewer columns do not pay for the copy of a strip. */
  private static final int LEAST_COLUMNS = 64;

  /** Fewer rows are a strip or two, for which a group is not worth its copy. */
  private static final int LEAST_ROWS = 32;

  /** A group of a longer depth has few columns, or takes more than the cache of a core has. */
  private static final int MOST_TERMS = 512;

  /** Terms of a turn of a tile's loop: copies end in whole turns. */
  private static final int TURN = 2;

  /** Columns of a panel. */
  private static final CodeBlock WIDTH = CodeBlock.of("2 * LANES");

  private final ProductText text;
  private final Units units;
  private final int strip;

  /** The product of copies. */
  private final ProductText copies;

  private final DepthLoops depth;
  private final TileWriter tiles;
  private final List<TileHeights.Height> heights;
  private final Map<String, MethodSpec> helpers = new LinkedHashMap<>();

  private GroupedProduct(ProductCode code) {
    this.text = new ProductText(code);
    ProductShape shape = code.shape();
    DepthLoops whole = DepthLoops.whole(text, TURN);
    long rows = shape.rows().value();
    this.strip = new TileHeights(whole).strip(rows);
    this.copies =
        new ProductText(
            new ProductCode(
                code.name(),
                new ProductShape(
                    shape.rows(),
                    shape.columns(),
                    shape.depth(),
                    Size.ONE,
                    Size.of(strip),
                    shape.bDepth(),
                    Size.ONE,
                    List.of(),
                    List.of()),
                code.parameters(),
                size -> size.equals(shape.depth()) ? depthOfCopies() : code.sizes().apply(size),
                new ProductCode.Operand("tileSums", CodeBlock.of("groupA")),
                new ProductCode.Operand("tileSums", CodeBlock.of("tileB")),
                code.epilogue()));
    this.depth = DepthLoops.whole(copies, TURN);
    this.units = Units.ofStrips(text, WIDTH, strip);
    this.tiles = new TileWriter(copies.shape(), depth);
    this.heights = new TileHeights(depth).ofStrips(rows, strip);
  }

  /** Whether a product is written so. */
  static boolean suits(ProductShape shape) {
    return shape.way() == ProductShape.Way.DIRECT
        && shape.batch().isEmpty()
        && shape.outerDepth().isEmpty()
        && shape.parts() == 1
        && !shape.panels()
        && shape.aRow().isOne()
        && !shape.aDepth().isOne()
        && shape.bColumn().isOne()
        && shape.rows().isKnown()
        && shape.rows().value() >= LEAST_ROWS
        && shape.columns().isKnown()
        && shape.columns().value() >= LEAST_COLUMNS
        && (shape.depth().equals(Size.ROWS)
            || shape.depth().isKnown() && shape.depth().value() <= MOST_TERMS);
  }

  /** The terms of copies: those behind the depth are 0. */
  private CodeBlock depthOfCopies() {
    Size terms = text.shape().depth();
    return terms.isKnown()
        ? CodeBlock.of("$L", (terms.value() + TURN - 1) / TURN * TURN)
        : CodeBlock.of("groupDepth");
  }

  /** The kernel, its epilogue, and the helpers that products share. */
  static List<MethodSpec> methods(ProductCode code) {
    var product = new GroupedProduct(code);
    var methods = new ArrayList<MethodSpec>();
    MethodSpec epilogue = VectorEpilogue.method(product.text, product.units);
    methods.add(product.kernel(epilogue));
    methods.add(epilogue);
    methods.addAll(product.helpers.values());
    return methods;
  }

  private MethodSpec kernel(MethodSpec epilogue) {
    ProductCode code = text.code();
    CodeBlock terms = text.size(text.shape().depth());
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(code.name())
            .addParameters(code.parameters())
            .addParameter(int.class, "piece")
            .addParameter(int.class, "pieces");
    open(method, terms);
    copyGroup(method, terms);
    copyStrip(method, terms);
    method.addStatement(
        "int tileB = $L + groupPanel * unitWidth * $L",
        VectorEpilogue.behind(units),
        depthOfCopies());
    tiles(method);
    method.addStatement(ProductText.call(epilogue, Map.of()));
    method.endControlFlow();
    return method.build();
  }

  /**
   * Opens the loop over the units of a piece, group by group, and declares where each begins and
   * how large it is. The copy of a group lies behind the sums of a unit, that of a strip behind it.
   */
  private void open(MethodSpec.Builder method, CodeBlock terms) {
    CodeBlock deep = depthOfCopies();
    if (!text.shape().depth().isKnown()) {
      method.addStatement("int groupDepth = $1L + $1L % $2L", terms, TURN);
    }
    method.addStatement("int unitWidth = $L", WIDTH);
    units.count(method);
    method.addStatement(
        "int groupPanels = Math.max(1, Math.min($L, $L / $L) / unitWidth)", COLUMNS, FLOATS, deep);
    method.addStatement(
        "int groupA = $L + groupPanels * unitWidth * $L", VectorEpilogue.behind(units), deep);
    method.addStatement(
        "float[] tileSums = $T.floats(groupA + $L * $L + LANES)", Names.SCRATCH, strip, deep);
    method.beginControlFlow("for (int unit = unitFirst; unit < unitEnd; unit++)");
    method.addStatement("int groupFirst = unit / (groupPanels * unitBlocks) * groupPanels");
    method.addStatement("int groupWidth = Math.min(groupPanels, unitPanels - groupFirst)");
    method.addStatement("int groupUnit = unit - groupFirst * unitBlocks");
    method.addStatement("int groupPanel = groupUnit % groupWidth");
    method.addStatement("int unitRow = groupUnit / groupWidth * $L", strip);
    method.addStatement("int unitColumn = (groupFirst + groupPanel) * unitWidth");
    method.addStatement(
        "int tileHeight = Math.min($L, $L - unitRow)", strip, text.size(text.shape().rows()));
    method.addStatement(
        "int tileWidth = Math.min(unitWidth, $L - unitColumn)", text.size(text.shape().columns()));
  }

  private void copyGroup(MethodSpec.Builder method, CodeBlock terms) {
    ProductCode.Operand b = text.code().b();
    MethodSpec packer = Packing.group();
    helpers.put(packer.name(), packer);
    method.beginControlFlow("if (groupUnit == 0 || unit == unitFirst)");
    method.addStatement(
        "$L($L, $L + groupFirst * unitWidth, $L, $L,"
            + " Math.min(groupWidth * unitWidth, $L - groupFirst * unitWidth),"
            + " tileSums, $L, $L, unitWidth)",
        packer.name(),
        b.array(),
        b.offset(),
        text.size(text.shape().bDepth()),
        terms,
        text.size(text.shape().columns()),
        VectorEpilogue.behind(units),
        depthOfCopies());
    method.endControlFlow();
  }

  private void copyStrip(MethodSpec.Builder method, CodeBlock terms) {
    ProductCode.Operand a = text.a();
    MethodSpec packer = Packing.strip(strip);
    helpers.put(packer.name(), packer);
    method.beginControlFlow("if (groupPanel == 0 || unit == unitFirst)");
    method.addStatement(
        "$L($L, $L + unitRow, $L, $L, tileSums, groupA, $L)",
        packer.name(),
        a.array(),
        a.offset(),
        text.size(text.shape().aDepth()),
        terms,
        depthOfCopies());
    method.endControlFlow();
  }

  /** The tile of a unit: with fewer registers or columns several. */
  private void tiles(MethodSpec.Builder method) {
    boolean one = VectorProduct.mayEndInOneVector(text.shape().columns());
    method.addStatement("int tileColumn = 0");
    column(method, 2, one ? "tileWidth - tileColumn > LANES" : "tileColumn < tileWidth");
    if (one) {
      column(method, 1, "tileColumn < tileWidth");
    }
  }

  private void column(MethodSpec.Builder method, int vectors, String condition) {
    BStep step = BStep.inPanel(2);
    String width = vectors == 1 ? "LANES" : vectors + " * LANES";
    method.beginControlFlow("for (; $L; tileColumn += $L)", condition, width);
    method.addStatement("int tileRow = 0");
    for (TileHeights.Height height : heights) {
      MethodSpec tile = tiles.method(height.rows(), vectors, step);
      helpers.put(tile.name(), tile);
      if (height.rows() == 1) {
        method.beginControlFlow("for (; tileRow < tileHeight; tileRow++)");
      } else {
        method.beginControlFlow(
            "for (; $LtileRow + $L <= tileHeight; tileRow += $L)",
            height.tall() ? "LANES != 8 && " : "",
            height.rows(),
            height.rows());
      }
      method.addStatement(
          tiles.call(
              height.rows(),
              vectors,
              copies,
              CodeBlock.of("groupA + tileRow"),
              CodeBlock.of("tileSums, tileB + tileColumn"),
              step,
              List.of(step.text()),
              CodeBlock.of("tileSums, tileRow * unitWidth + tileColumn")));
      method.endControlFlow();
    }
    method.endControlFlow();
  }
}
