package dev.tulle.compiler.codegen.product;

import com.palantir.javapoet.CodeBlock;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.ProductShape;
import java.util.List;

/**
 * The units of work that a product is cut into, as text: where they begin, how large they are, and
 * where their sums lie. What there is one of has no locals of its own.
 */
final class Units {
  private final ProductText text;
  private final UnitCut cut;
  private final UnitGroup group;
  private final UnitOrder order;

  /** Where the sums of a unit begin; empty where that is the begin of the scratch array. */
  private final String firstOfSums;

  /** Units whose sums lie at the begin of the scratch array. */
  Units(ProductText text, UnitCut cut) {
    this(text, cut, "");
  }

  /**
   * Units whose sums lie elsewhere in the scratch array.
   *
   * @param firstOfSums the local that tells where in the scratch array the sums of a unit begin
   */
  Units(ProductText text, UnitCut cut, String firstOfSums) {
    this.text = text;
    this.cut = cut;
    this.firstOfSums = firstOfSums;
    group = new UnitGroup(text, cut.products());
    order = new UnitOrder(text, cut, group);
  }

  /** The products of a unit. */
  UnitGroup group() {
    return group;
  }

  /** The row among those of all products of the unit. */
  CodeBlock rowOfUnit() {
    return group.rowOfUnit(row());
  }

  /** As {@link #rowOfUnit()}, of the first row of a tile. */
  CodeBlock tileRowOfUnit() {
    return group.rowOfUnit("tileRow");
  }

  /** The rows of all products of a unit. */
  CodeBlock rowsOfUnit() {
    return group.rowsOfUnit(height());
  }

  /** The rows of a unit where all have as many, or else something that is not known. */
  Size evenHeight() {
    Size rows = text.shape().rows();
    if (cut.oneBlock()) {
      return rows;
    }
    return rows.isMultipleOf(cut.block()) ? Size.of(cut.block()) : Size.ROWS;
  }

  /**
   * Opens the loop over the units of a piece and declares where each begins and how large it is.
   *
   * @param scratch floats of the scratch array that it declares, in terms of {@code unitWidth}
   * @param movesB whether where B begins is to be a local in any case
   */
  void open(CodeBlock.Builder code, CodeBlock scratch, boolean movesB) {
    ProductShape shape = text.shape();
    if (cut.namesWidth()) {
      code.addStatement("int unitWidth = $L", cut.width());
    }
    if (order.isOne()) {
      // Any piece may do it: the bits do not depend on which.
      code.beginControlFlow("if (piece + 1 == pieces)");
      code.addStatement("float[] tileSums = $T.floats($L)", Names.SCRATCH, scratch);
    } else {
      declare(code, scratch);
      openEach(code);
    }
    if (!cut.oneBlock()) {
      code.addStatement(
          "int tileHeight = Math.min($L, $L - unitRow)", cut.block(), text.size(shape.rows()));
    }
    if (!cut.onePanel()) {
      code.addStatement(
          "int tileWidth = Math.min(unitWidth, $L - unitColumn)", text.size(shape.columns()));
    }
    if (movesA()) {
      code.addStatement("int tileA = $L", firstOfA());
    }
    if (movesB || movesB()) {
      code.addStatement("int tileB = $L", firstOfB());
    }
  }

  /**
   * Declares which units a piece does, and the scratch array.
   *
   * @param scratch floats of the scratch array, in terms of {@code unitWidth}
   */
  void declare(CodeBlock.Builder code, CodeBlock scratch) {
    order.count(code);
    code.addStatement("float[] tileSums = $T.floats($L)", Names.SCRATCH, scratch);
  }

  /** Opens the loop over the units of a piece, and declares what of the product each is. */
  void openEach(CodeBlock.Builder code) {
    code.beginControlFlow("for (int unit = unitFirst; unit < unitEnd; unit++)");
    order.place(code);
  }

  private boolean movesA() {
    return !cut.oneBlock() || !group.holdsAll();
  }

  private boolean movesB() {
    return !cut.onePanel() || !group.holdsAll();
  }

  /** Where A begins for a unit. */
  CodeBlock firstOfA() {
    CodeBlock at = text.a().offset();
    if (!cut.oneBlock()) {
      at = text.step(at, "unitRow", text.shape().aRow());
    }
    for (int i = 0; i < group.singleAxes(); i++) {
      at = text.step(at, "batch" + i, text.shape().batch().get(i).a());
    }
    return at;
  }

  /** Where B begins for a panel of a unit, as it lies before it is packed. */
  CodeBlock firstOfB() {
    CodeBlock at = text.code().b().offset();
    if (!cut.onePanel()) {
      at = text.column(at, "unitColumn");
    }
    for (int i = 0; i < group.singleAxes(); i++) {
      at = text.step(at, "batch" + i, text.shape().batch().get(i).b());
    }
    return at;
  }

  /** Where A begins for a product of a unit. */
  CodeBlock a() {
    CodeBlock at = movesA() ? CodeBlock.of("tileA") : firstOfA();
    return group.a(at);
  }

  /** Where B begins for a unit, if it is no local in any case. */
  CodeBlock b() {
    return movesB() ? CodeBlock.of("tileB") : firstOfB();
  }

  /** Whether a unit has whole rows, which are best stored one after the other. */
  boolean goesAlongRows() {
    return cut.alongRows();
  }

  /** Where one of the sums of a unit lies, from where the first does. */
  CodeBlock sum(CodeBlock at) {
    return firstOfSums.isEmpty() ? at : CodeBlock.of("$L + $L", firstOfSums, at);
  }

  /** Where in the scratch array the sums of a unit end. */
  CodeBlock endOfSums() {
    return cut.alongRows()
        ? CodeBlock.of("$L", cut.sumsOfRows(text.shape()))
        : CodeBlock.of("$L * LANES", UnitCut.VECTORS);
  }

  /** A vector behind that. */
  CodeBlock behindSums() {
    return cut.alongRows()
        ? CodeBlock.of("$L + LANES", cut.sumsOfRows(text.shape()))
        : CodeBlock.of("$L * LANES", UnitCut.VECTORS + 1);
  }

  /** The rows of a unit. */
  CodeBlock height() {
    return cut.oneBlock() ? text.size(text.shape().rows()) : CodeBlock.of("tileHeight");
  }

  /** The columns of a unit that there are. */
  CodeBlock width() {
    return cut.onePanel() ? text.size(text.shape().columns()) : CodeBlock.of("tileWidth");
  }

  /** How far apart the rows of a unit's sums, and of its panel, are. */
  CodeBlock step() {
    return cut.namesWidth() ? CodeBlock.of("unitWidth") : cut.width();
  }

  /**
   * When a unit needs another panel than the unit before it, whose rows are above its own; empty
   * where it always does.
   */
  String anotherPanel() {
    return order.anotherPanel();
  }

  /** What counts the rows of a unit: with one block they are those of the product. */
  String row() {
    return cut.oneBlock() ? "row" : "tileRow";
  }

  /** The row of the product where a tile begins. */
  CodeBlock rowOfTile() {
    return CodeBlock.of(cut.oneBlock() ? "tileRow" : "unitRow + tileRow");
  }

  /** The column of the product where a tile begins. */
  CodeBlock columnOfTile() {
    return CodeBlock.of(cut.onePanel() ? "tileColumn" : "unitColumn + tileColumn");
  }

  /** What counts the columns of a unit: with one panel they are those of the product. */
  String column() {
    return cut.onePanel() ? "column" : "tileColumn";
  }

  /** Declares the row of the product, where an epilogue names it. */
  void declareRow(CodeBlock.Builder code, CodeBlock.Builder body, List<Epilogue.Store> stores) {
    if (!cut.oneBlock() && ProductText.names("row", body, stores)) {
      code.addStatement("int row = unitRow + tileRow");
    }
  }

  /** Declares the column of the product, where an epilogue names it. */
  void declareColumn(CodeBlock.Builder code, CodeBlock.Builder body, List<Epilogue.Store> stores) {
    if (!cut.onePanel() && ProductText.names("column", body, stores)) {
      code.addStatement("int column = unitColumn + tileColumn");
    }
  }
}
