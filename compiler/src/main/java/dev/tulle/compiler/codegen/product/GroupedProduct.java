package dev.tulle.compiler.codegen.product;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.ProductShape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Writes the vector form of a product whose A lies across, such as the gradient of a dense layer's
 * weights: its rows side by side, each step along the depth far away.
 *
 * <p>A unit is a block of rows by a group of columns. It takes the depth in turns: what a turn
 * reads of both factors is copied as it lies in memory, row by row, A into strips as high as the
 * tallest tile and B into panels of two vectors, and the tiles of each strip go along the panels.
 * The sums of the whole unit wait in the scratch array for the next turn; in the last one the
 * epilogue takes them tile by tile, so that rows of the result are written in long stretches: where
 * panels follow each other down the columns, each store meets a memory page of its own.
 */
final class GroupedProduct {
  /** Fewer columns do not pay for the copy of a strip. */
  private static final int LEAST_COLUMNS = 64;

  /** Fewer rows are a strip or two, for which a group is not worth its copy. */
  private static final int LEAST_ROWS = 32;

  /** Terms that are copied at once: a panel of so many stays in the nearest cache. */
  private static final int TURN = 128;

  /** Terms of a turn of a tile's loop: copies end in whole turns of it. */
  private static final int PAIR = 2;

  /** Columns of a panel. */
  private static final CodeBlock WIDTH = CodeBlock.of("2 * LANES");

  private final ProductText text;
  private final Units units;
  private final KernelParts parts;
  private final GroupedCut cut;

  /** The product of copies. */
  private final ProductText copies;

  /** Tiles that begin with 0. */
  private final TileWriter first;

  /** Tiles that add to the sums of the turns before. */
  private final TileWriter onto;

  private final List<TileHeights.Height> heights;

  private GroupedProduct(ProductCode code) {
    this.text = new ProductText(code);
    ProductShape shape = code.shape();
    this.cut = GroupedCut.of(shape);
    this.units = new Units(text, UnitCut.placedElsewhere(WIDTH), "unitSums");
    this.parts = KernelParts.ofVectors(text, units);
    this.copies =
        new ProductText(
            new ProductCode(
                code.name(),
                new ProductShape(
                    shape.rows(),
                    shape.columns(),
                    turnsAreWhole() ? Size.of(TURN) : Size.ROWS,
                    Size.ONE,
                    Size.of(Packing.STRIP),
                    shape.bDepth(),
                    Size.ONE,
                    List.of(),
                    List.of()),
                code.parameters(),
                size -> turnsAreWhole() ? CodeBlock.of("$L", TURN) : CodeBlock.of("tileTerms"),
                new ProductCode.Operand("tileSums", CodeBlock.of("tileA")),
                new ProductCode.Operand("tileSums", CodeBlock.of("tileB")),
                code.epilogue()));
    DepthLoops depth = DepthLoops.whole(copies, PAIR);
    this.first = new TileWriter(copies.shape(), depth);
    this.onto = new TileWriter(copies.shape(), DepthLoops.onto(copies, PAIR));
    this.heights = new TileHeights(depth).ofStrips(shape.rows().value(), cut.strip());
  }

  /** Whether a product is written so. */
  static boolean suits(ProductShape shape) {
    return shape.way() == ProductShape.Way.DIRECT
        && shape.batch().isEmpty()
        && shape.outerDepth().isEmpty()
        && shape.parts() == 1
        && shape.known() == null
        && !shape.panels()
        && shape.aRow().isOne()
        && !shape.aDepth().isOne()
        && shape.bColumn().isOne()
        && shape.rows().isKnown()
        && shape.rows().value() >= LEAST_ROWS
        && shape.columns().isKnown()
        && shape.columns().value() >= LEAST_COLUMNS;
  }

  /** Into how many units such a product is cut. */
  static int units(ProductShape shape) {
    return GroupedCut.of(shape).units();
  }

  /** The kernel, its epilogue, and the helpers that products share. */
  static List<MethodSpec> methods(ProductCode code) {
    var product = new GroupedProduct(code);
    product.kernel();
    return product.parts.methods();
  }

  private void kernel() {
    CodeBlock.Builder code = parts.code();
    CodeBlock terms = text.size(text.shape().depth());
    open(code);
    code.beginControlFlow(
        "for (int groupTerm = 0; groupTerm < $1L; groupTerm += $2L)", terms, TURN);
    code.addStatement("int groupTerms = Math.min($L, $L - groupTerm)", TURN, terms);
    copy(code);
    if (!turnsAreWhole()) {
      code.addStatement("int tileTerms = groupTerms + groupTerms % $L", PAIR);
    }
    openTile(code);
    tiles(code);
    code.beginControlFlow("if (groupTerm + groupTerms == $L)", terms);
    parts.finish(Map.of());
    code.endControlFlow();
    for (int loop = 0; loop < 4; loop++) {
      code.endControlFlow();
    }
  }

  /**
   * Opens the loop over the units of a piece. In the scratch array their sums come first, behind
   * them the panels of a turn, then its strips.
   */
  private void open(CodeBlock.Builder code) {
    code.addStatement("int unitWidth = $L", WIDTH);
    code.addStatement("int unitFirst = $T.from($L, piece, pieces, 1)", Names.PIECES, cut.units());
    code.addStatement("int unitEnd = $T.from($L, piece + 1, pieces, 1)", Names.PIECES, cut.units());
    code.addStatement("int groupSums = $L", VectorEpilogue.behind(units));
    code.addStatement("int groupB = groupSums + $L", cut.block() * cut.group());
    code.addStatement("int groupA = groupB + $L", TURN * cut.group());
    code.addStatement(
        "float[] tileSums = $T.floats(groupA + $L)",
        Names.SCRATCH,
        cut.block() / cut.strip() * TURN * Packing.STRIP);
    code.beginControlFlow("for (int unit = unitFirst; unit < unitEnd; unit++)");
    code.addStatement("int groupRow = unit % $L * $L", cut.blocks(), cut.block());
    code.addStatement("int groupColumn = unit / $L * $L", cut.blocks(), cut.group());
    code.addStatement(
        "int groupHeight = Math.min($L, $L - groupRow)",
        cut.block(),
        text.size(text.shape().rows()));
    code.addStatement(
        "int groupWidth = Math.min($L, $L - groupColumn)",
        cut.group(),
        text.size(text.shape().columns()));
    if (isDeep()) {
      code.addStatement("$T.fill(tileSums, groupSums, groupB, 0)", Arrays.class);
    }
  }

  /** Copies what a turn reads. */
  private void copy(CodeBlock.Builder code) {
    ProductShape shape = text.shape();
    ProductCode.Operand b = text.code().b();
    String group = parts.helper(Packing.group());
    code.addStatement(
        "$L($L, $L, $L, groupTerms, groupWidth, tileSums, groupB, $L, unitWidth)",
        group,
        b.array(),
        text.step(CodeBlock.of("$L + groupColumn", b.offset()), "groupTerm", shape.bDepth()),
        text.size(shape.bDepth()),
        TURN);
    ProductCode.Operand a = text.a();
    String strips = parts.helper(Packing.strips(cut.strip()));
    code.addStatement(
        "$L($L, $L, $L, groupTerms, groupHeight, tileSums, groupA, $L)",
        strips,
        a.array(),
        text.step(CodeBlock.of("$L + groupRow", a.offset()), "groupTerm", shape.aDepth()),
        text.size(shape.aDepth()),
        TURN);
  }

  /** Opens the loops over strips and panels, and declares where their copies and sums are. */
  private void openTile(CodeBlock.Builder code) {
    int strip = cut.strip();
    code.beginControlFlow(
        "for (int groupStrip = 0; groupStrip < groupHeight; groupStrip += $L)", strip);
    code.addStatement("int tileHeight = Math.min($L, groupHeight - groupStrip)", strip);
    code.addStatement("int tileA = groupA + groupStrip / $L * $L", strip, TURN * Packing.STRIP);
    code.addStatement("int unitRow = groupRow + groupStrip");
    code.beginControlFlow(
        "for (int groupPanel = 0; groupPanel < groupWidth; groupPanel += unitWidth)");
    code.addStatement("int tileWidth = Math.min(unitWidth, groupWidth - groupPanel)");
    code.addStatement("int tileB = groupB + groupPanel * $L", TURN);
    code.addStatement(
        "int unitSums = groupSums + groupStrip * $L + groupPanel * $L", cut.group(), strip);
    code.addStatement("int unitColumn = groupColumn + groupPanel");
  }

  /** The tile of a strip and a panel: with fewer registers or columns several. */
  private void tiles(CodeBlock.Builder code) {
    boolean one = VectorProduct.mayEndInOneVector(text.shape().columns());
    code.addStatement("int tileColumn = 0");
    TileLoops.columns(code, "tileWidth", true, one, vectors -> column(code, vectors));
  }

  private void column(CodeBlock.Builder code, int vectors) {
    TileLoops.rows(
        code,
        heights,
        CodeBlock.of("tileHeight"),
        height -> "",
        height -> {
          if (isDeep()) {
            tile(code, onto, height.rows(), vectors);
          } else if (text.shape().depth().isKnown()) {
            tile(code, first, height.rows(), vectors);
          } else {
            code.beginControlFlow("if (groupTerm > 0)");
            tile(code, onto, height.rows(), vectors);
            code.nextControlFlow("else");
            tile(code, first, height.rows(), vectors);
            code.endControlFlow();
          }
        });
  }

  /** Whether all turns have as many terms, so that tiles know it. */
  private boolean turnsAreWhole() {
    return text.shape().depth().isMultipleOf(TURN);
  }

  /**
   * Whether there are several turns as a rule: all tiles then add, to sums that begin as 0. Tiles
   * of two kinds would be compiled one after the other, and twice as many steps be slow.
   */
  private boolean isDeep() {
    Size terms = text.shape().depth();
    return terms.isKnown() ? terms.value() > TURN : terms.coefficient() > 1;
  }

  private void tile(CodeBlock.Builder code, TileWriter tiles, int rows, int vectors) {
    BStep step = BStep.inPanel(2);
    parts.helper(tiles.method(rows, vectors, step));
    code.addStatement(
        tiles.call(
            rows,
            vectors,
            copies,
            CodeBlock.of("tileA + tileRow"),
            CodeBlock.of("tileSums, tileB + tileColumn"),
            step,
            List.of(step.text()),
            CodeBlock.of("tileSums, unitSums + tileRow * unitWidth + tileColumn")));
  }
}
