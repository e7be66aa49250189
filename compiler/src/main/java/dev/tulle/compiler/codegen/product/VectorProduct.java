package dev.tulle.compiler.codegen.product;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import dev.tulle.compiler.ir.Size;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the vector form of a product.
 *
 * <p>A unit of work is a panel of two vectors of columns by a block of rows: tiles leave its sums
 * in the thread's scratch array, then the epilogue stores them. Few rows take panels of four
 * vectors, since one row of sums in two vectors would wait for its own additions, and so does a
 * long depth, whose panel is read in memory's order.
 */
final class VectorProduct {
  /** The lanes of the narrowest vectors. */
  private static final int LEAST_LANES = 4;

  private final ProductText text;
  private final VectorPanels panels;
  private final Units units;
  private final KernelParts parts;
  private final DepthLoops depth;
  private final TileWriter tiles;
  private final TileHeights heights;
  private final @Nullable Diagonal diagonal;

  private VectorProduct(ProductCode code) {
    this.text = new ProductText(code);
    this.panels = new VectorPanels(text);
    int least = panels.leastVectors();
    int most = Math.min(UnitCut.BLOCK, UnitCut.VECTORS / least);
    this.units =
        new Units(
            text,
            UnitCut.ofBlocks(
                code.shape(), panels.width(), least * LEAST_LANES, most, panels.areRead()));
    this.parts = KernelParts.ofVectors(text, units);
    this.depth = DepthLoops.near(text, panels.areScattered());
    this.heights = new TileHeights(depth);
    this.diagonal = Diagonal.of(text, units, depth);
    this.tiles =
        diagonal == null
            ? new TileWriter(code.shape(), depth)
            : TileWriter.uneven(code.shape(), depth);
  }

  /** The kernel, its epilogue, and the helpers that products share. */
  static List<MethodSpec> methods(ProductCode code) {
    if (GroupedProduct.suits(code.shape())) {
      return GroupedProduct.methods(code);
    }
    var product = new VectorProduct(code);
    product.kernel();
    return product.parts.methods();
  }

  private void kernel() {
    CodeBlock.Builder code = parts.code();
    boolean never = panels.areNeverCopied();
    CodeBlock scratch = VectorEpilogue.behind(units);
    if (!never) {
      scratch = CodeBlock.of("$L + unitWidth * $L", scratch, text.size(text.shape().terms()));
    }
    units.open(code, scratch, !never);
    if (!never) {
      pack(code);
    }
    String array = never ? text.code().b().array() : "tileArray";
    tiles(code, array, panels.step());
    parts.finish(Map.of());
    code.endControlFlow();
  }

  /** Where B begins for a unit: where panels are packed, a local tells that of B from the panel. */
  private CodeBlock bOfUnit() {
    return panels.areNeverCopied() ? units.b() : CodeBlock.of("tileB");
  }

  /** Copies the panel of a unit, if it is to be. */
  private void pack(CodeBlock.Builder code) {
    Size column = text.shape().bColumn();
    String array = text.code().b().array();
    boolean always = panels.areAlwaysCopied();
    code.addStatement("float[] tileArray = $L", always ? "tileSums" : array);
    if (panels.step().from() == BStep.From.EITHER) {
      code.addStatement(
          "int tileStep = $L", always ? "unitWidth" : text.size(text.shape().bDepth()));
    }
    for (int i = 0; i < text.shape().outerDepth().size(); i++) {
      code.addStatement(
          "int tileOver$L = $L",
          i,
          always ? depth.packed(i, units.step()) : text.size(text.shape().outerDepth().get(i).b()));
    }
    if (!always) {
      code.beginControlFlow("if ($L)", panels.copied());
    }
    // Blocks of rows follow each other, so the panel of the unit before is often the same.
    String another = units.anotherPanel();
    if (!another.isEmpty()) {
      code.beginControlFlow("if ($L)", another);
    }
    String packer =
        parts.helper(
            column.isOne() ? Packing.vectorColumns() : Packing.transposed(text.shape().bDepth()));
    DepthLoops all = DepthLoops.around(text);
    all.open(code);
    code.addStatement(
        "$L($L, $L, $L$L, $L, tileSums, $L$L, unitWidth)",
        packer,
        array,
        all.ofB(bOfUnit()),
        column.isOne()
            ? CodeBlock.of("$L, ", text.size(text.shape().bDepth()))
            : Packing.steps(text),
        text.size(text.shape().depth()),
        units.width(),
        VectorEpilogue.behind(units),
        all.to(units.step()));
    all.close(code);
    if (!another.isEmpty()) {
      code.endControlFlow();
    }
    if (!always) {
      code.addStatement("tileArray = tileSums");
      code.addStatement("tileStep = unitWidth");
      for (int i = 0; i < text.shape().outerDepth().size(); i++) {
        code.addStatement("tileOver$L = $L", i, depth.packed(i, units.step()));
      }
    }
    code.addStatement("tileB = $L", VectorEpilogue.behind(units));
    if (!always) {
      code.endControlFlow();
    }
  }

  /** The tiles of a unit: as many columns at once as there are, and as many rows. */
  private void tiles(CodeBlock.Builder code, String array, BStep step) {
    Size columns = text.shape().columns();
    boolean two = !columns.isKnown() || columns.value() > 4;
    boolean one = mayEndInOneVector(columns);
    if (depth.adds()) {
      code.addStatement(
          "$T.fill(tileSums, 0, $L * unitWidth, 0)", Arrays.class, units.rowsOfUnit());
    }
    depth.open(code);
    String width = units.width().toString();
    code.addStatement("int tileColumn = 0");
    if (panels.mayTakeFour() && (!columns.isKnown() || columns.value() > 12)) {
      TileLoops.columns(
          code,
          4,
          panels.takesFour() + width + " - tileColumn > 3 * LANES",
          vectors -> column(code, vectors, array, step));
    }
    TileLoops.columns(code, width, two, one, vectors -> column(code, vectors, array, step));
    depth.close(code);
  }

  /** The tiles of so many vectors of columns, down the rows of each product of a unit. */
  private void column(CodeBlock.Builder code, int vectors, String array, BStep step) {
    if (mayCrossPanels()) {
      code.addStatement("int tilePanel = $L", text.column(bOfUnit(), "tileColumn"));
    }
    units.group().open(code);
    boolean mayBePacked = vectors < 4 && mayBePacked(step);
    TileLoops.rows(
        code,
        heights.of(units.evenHeight(), vectors),
        units.height(),
        height -> further(height.rows(), mayBePacked && panels.areCopiedFor(height.rows()), step),
        height -> {
          int rows = height.rows();
          boolean packed = mayBePacked && panels.areCopiedFor(rows);
          if (mayBePacked && !packed) {
            code.beginControlFlow("if ($L == $L)", step.text(), panels.copiedStep().text());
            tile(code, rows, vectors, array, panels.copiedStep());
            code.nextControlFlow("else");
          }
          tile(code, rows, vectors, array, packed ? panels.copiedStep() : step);
          if (mayBePacked && !packed) {
            code.endControlFlow();
          }
        });
    units.group().close(code);
  }

  /**
   * What has to hold for tiles of so many rows besides that there are as many.
   *
   * @param packed whether they read packed panels only
   */
  private String further(int rows, boolean packed, BStep step) {
    String uneven =
        !units.evenHeight().isKnown() && rows > TileHeights.HALF
            ? units.height() + " % " + TileHeights.HALF + " != 0 && "
            : "";
    return packed && !panels.areAlwaysCopied()
        ? uneven + step.text() + " == " + panels.copiedStep().text() + " && "
        : uneven;
  }

  private void tile(CodeBlock.Builder code, int rows, int vectors, String array, BStep step) {
    parts.helper(tiles.method(rows, vectors, step));
    List<CodeBlock> over = over(array.equals("tileArray"), step);
    CodeBlock a = depth.ofA(text.step(units.a(), "tileRow", text.shape().aRow()));
    CodeBlock b =
        mayCrossPanels()
            ? depth.ofB(CodeBlock.of("tilePanel"), over)
            : CodeBlock.of("$L + tileColumn", depth.ofB(bOfUnit(), over));
    CodeBlock sums = CodeBlock.of("tileSums, $L * unitWidth + tileColumn", units.tileRowOfUnit());
    if (diagonal == null) {
      code.addStatement(
          tiles.call(rows, vectors, text, a, CodeBlock.of("$L, $L", array, b), step, over, sums));
      return;
    }
    diagonal.declare(code, rows);
    code.addStatement(
        tiles.call(
            rows,
            vectors,
            text,
            diagonal.a(a),
            CodeBlock.of("$L, $L", array, diagonal.b(b, step)),
            step,
            diagonal.terms(),
            over,
            sums));
  }

  /** Whether only a run tells how far apart the rows of B are. */
  private boolean mayBePacked(BStep step) {
    return depth.walked() == 1 && step.from() == BStep.From.EITHER;
  }

  /** Whether the columns of a unit may lie in two of the panels that were laid out. */
  private boolean mayCrossPanels() {
    return text.shape().panels() && (panels.mayTakeFour() || units.goesAlongRows());
  }

  /** How far B moves along each axis of the depth. */
  private List<CodeBlock> over(boolean mayBePacked, BStep step) {
    if (!mayBePacked) {
      return depth.overB();
    }
    return Stream.concat(
            IntStream.range(0, text.shape().outerDepth().size())
                .mapToObj(i -> CodeBlock.of("tileOver$L", i)),
            Stream.of(step.text()))
        .toList();
  }

  /** Whether, with some number of lanes, one vector is left behind the pairs. */
  static boolean mayEndInOneVector(Size columns) {
    return !columns.isKnown()
        || IntStream.of(4, 8, 16)
            .anyMatch(lanes -> Math.floorMod(columns.value() - 1, 2 * lanes) < lanes);
  }
}
