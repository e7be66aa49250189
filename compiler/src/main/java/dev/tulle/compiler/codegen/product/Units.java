package dev.tulle.compiler.codegen.product;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.ProductShape;
import java.util.List;

/**
 * How a product is cut into units of work: blocks of rows within panels of columns within the
 * batch. What there is one of is neither counted nor looked for.
 */
final class Units {
  /** Rows of a unit: their sums stay in the nearest cache until the epilogue takes them. */
  static final int BLOCK = 64;

  private final ProductText text;
  private final CodeBlock width;
  private final boolean oneBlock;
  private final boolean onePanel;

  /**
   * @param width columns of a panel
   * @param least columns that a panel has at least, whatever the machine
   */
  Units(ProductText text, CodeBlock width, int least) {
    this.text = text;
    this.width = width;
    Size rows = text.shape().rows();
    Size columns = text.shape().columns();
    oneBlock = rows.isKnown() && rows.value() <= BLOCK;
    onePanel = columns.isKnown() && columns.value() <= least;
  }

  /** Whether there is one product. */
  private boolean isAlone() {
    return text.shape().batch().isEmpty();
  }

  /** Whether there is one unit, and so nothing to share. */
  private boolean isOne() {
    return oneBlock && onePanel && isAlone();
  }

  /**
   * Opens the loop over the units of a piece and declares where each begins and how large it is.
   *
   * @param scratch floats of the scratch array that it declares, in terms of {@code unitWidth}
   * @param movesB whether where B begins is to be a local in any case
   */
  void open(MethodSpec.Builder method, CodeBlock scratch, boolean movesB) {
    ProductShape shape = text.shape();
    if (isNamed()) {
      method.addStatement("int unitWidth = $L", width);
    }
    if (isOne()) {
      // Any piece may do it: the bits do not depend on which.
      method.beginControlFlow("if (piece + 1 == pieces)");
      method.addStatement("float[] tileSums = $T.floats($L)", Names.SCRATCH, scratch);
    } else {
      count(method);
      method.addStatement("float[] tileSums = $T.floats($L)", Names.SCRATCH, scratch);
      method.beginControlFlow("for (int unit = unitFirst; unit < unitEnd; unit++)");
      place(method);
    }
    if (!oneBlock) {
      method.addStatement(
          "int tileHeight = Math.min($L, $L - unitRow)", BLOCK, text.size(shape.rows()));
    }
    if (!onePanel) {
      method.addStatement(
          "int tileWidth = Math.min(unitWidth, $L - unitColumn)", text.size(shape.columns()));
    }
    if (movesA()) {
      method.addStatement("int tileA = $L", firstOfA());
    }
    if (movesB || movesB()) {
      method.addStatement("int tileB = $L", firstOfB());
    }
  }

  private void count(MethodSpec.Builder method) {
    CodeBlock count = isAlone() ? CodeBlock.of("") : text.code().sizes().apply(text.batches());
    if (!onePanel) {
      method.addStatement(
          "int unitPanels = ($L + unitWidth - 1) / unitWidth", text.size(text.shape().columns()));
      count = times(count, "unitPanels");
    }
    if (!oneBlock) {
      method.addStatement("int unitBlocks = $L", text.ceiling(text.shape().rows(), BLOCK));
      count = times(count, "unitBlocks");
    }
    String counted = count.toString();
    if (counted.contains(" ")) {
      method.addStatement("int unitCount = $L", count);
      counted = "unitCount";
    }
    method.addStatement("int unitFirst = $T.from($L, piece, pieces, 1)", Names.PIECES, counted);
    method.addStatement("int unitEnd = $T.from($L, piece + 1, pieces, 1)", Names.PIECES, counted);
  }

  private static CodeBlock times(CodeBlock count, String name) {
    return count.isEmpty() ? CodeBlock.of(name) : CodeBlock.of("$L * $L", count, name);
  }

  /** Declares which block of which panel of which product a unit is. */
  private void place(MethodSpec.Builder method) {
    List<ProductShape.Batch> batch = text.shape().batch();
    CodeBlock rest = CodeBlock.of("unit");
    if (!oneBlock) {
      String within = onePanel && isAlone() ? "unit * $L" : "unit % unitBlocks * $L";
      method.addStatement("int unitRow = " + within, BLOCK);
      rest = CodeBlock.of("$L / unitBlocks", rest);
    }
    if (!onePanel) {
      String within = isAlone() ? "$L * unitWidth" : "$L % unitPanels * unitWidth";
      method.addStatement("int unitColumn = " + within, rest);
      rest =
          oneBlock
              ? CodeBlock.of("unit / unitPanels")
              : CodeBlock.of("unit / (unitBlocks * unitPanels)");
    }
    for (int i = batch.size() - 1; i > 0; i--) {
      CodeBlock count = text.size(batch.get(i).count());
      method.addStatement("int batch$L = $L % $L", i, rest, count);
      if (i > 1) {
        method.addStatement("int batchRest$L = $L / $L", i, rest, count);
        rest = CodeBlock.of("batchRest$L", i);
      } else {
        rest = CodeBlock.of("$L / $L", rest, count);
      }
    }
    if (!batch.isEmpty()) {
      method.addStatement("int batch0 = $L", rest);
    }
  }

  private boolean movesA() {
    return !oneBlock || !isAlone();
  }

  private boolean movesB() {
    return !onePanel || !isAlone();
  }

  private CodeBlock firstOfA() {
    CodeBlock at = text.a().offset();
    if (!oneBlock) {
      at = text.step(at, "unitRow", text.shape().aRow());
    }
    for (int i = 0; i < text.shape().batch().size(); i++) {
      at = text.step(at, "batch" + i, text.shape().batch().get(i).a());
    }
    return at;
  }

  private CodeBlock firstOfB() {
    CodeBlock at = text.code().b().offset();
    if (!onePanel) {
      at = text.step(at, "unitColumn", text.shape().bColumn());
    }
    for (int i = 0; i < text.shape().batch().size(); i++) {
      at = text.step(at, "batch" + i, text.shape().batch().get(i).b());
    }
    return at;
  }

  /** Where A begins for a unit. */
  CodeBlock a() {
    return movesA() ? CodeBlock.of("tileA") : firstOfA();
  }

  /** Where B begins for a unit, if it is no local in any case. */
  CodeBlock b() {
    return movesB() ? CodeBlock.of("tileB") : firstOfB();
  }

  /** The rows of a unit. */
  CodeBlock height() {
    return oneBlock ? text.size(text.shape().rows()) : CodeBlock.of("tileHeight");
  }

  /** The columns of a unit that there are. */
  CodeBlock width() {
    return onePanel ? text.size(text.shape().columns()) : CodeBlock.of("tileWidth");
  }

  /** How far apart the rows of a unit's sums, and of its panel, are. */
  CodeBlock step() {
    return isNamed() ? CodeBlock.of("unitWidth") : width;
  }

  /** Whether the width of a panel is a local. */
  private boolean isNamed() {
    return !onePanel || !isLiteral();
  }

  private boolean isLiteral() {
    return width.toString().matches("\\d+");
  }

  /** When a unit needs another panel than the unit before it, whose rows are above its own. */
  String anotherPanel() {
    if (isOne()) {
      return "";
    }
    if (onePanel && isAlone()) {
      return "unit == unitFirst";
    }
    return oneBlock ? "" : "unitRow == 0 || unit == unitFirst";
  }

  /** What counts the rows of a unit: with one block they are those of the product. */
  String row() {
    return oneBlock ? "row" : "tileRow";
  }

  /** What counts the columns of a unit: with one panel they are those of the product. */
  String column() {
    return onePanel ? "column" : "tileColumn";
  }

  /** Declares the row of the product, where an epilogue names it. */
  void declareRow(CodeBlock.Builder code, CodeBlock.Builder body, List<Epilogue.Store> stores) {
    if (!oneBlock && ProductText.names("row", body, stores)) {
      code.addStatement("int row = unitRow + tileRow");
    }
  }

  /** Declares the column of the product, where an epilogue names it. */
  void declareColumn(CodeBlock.Builder code, CodeBlock.Builder body, List<Epilogue.Store> stores) {
    if (!onePanel && ProductText.names("column", body, stores)) {
      code.addStatement("int column = unitColumn + tileColumn");
    }
  }
}
