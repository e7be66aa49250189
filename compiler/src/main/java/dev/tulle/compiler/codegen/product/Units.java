package dev.tulle.compiler.codegen.product;

import com.palantir.javapoet.CodeBlock;
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

  /** The most vectors that the sums of a unit take: four in each row. */
  static final int VECTORS = 4 * BLOCK;

  /** Floats of A that are read again for another panel better before those of the next product. */
  private static final int MUCH = 1 << 13;

  /** How many times more rows than columns make panels follow each other in the same rows. */
  private static final int HIGH = 4;

  /**
   * Rows of a unit of a tall product: so few that the processor reads and writes ahead in the pages
   * of all of them, from one panel to the next.
   */
  private static final int LOW = 32;

  /** Columns of a unit of a tall product: all, or a stretch of memory that is worth going along. */
  private static final int WIDE = 1024;

  private final ProductText text;
  private final CodeBlock width;

  /** Where the sums of a unit begin; empty where that is the begin of the scratch array. */
  private final String firstOfSums;

  private final boolean oneBlock;
  private final boolean onePanel;

  /** Whether a unit has whole rows, whose sums lie as they are stored. */
  private final boolean alongRows;

  /** Whether a unit walks all panels itself. */
  private final boolean allPanels;

  private final long block;

  /** Whether the panels of a block of rows follow each other: what is read of A then is near. */
  private final boolean panelsFirst;

  /** Whether all products share their B: the units of a panel then follow each other. */
  private final boolean sharesB;

  private final UnitGroup group;

  /**
   * Units of blocks within panels, or of whole rows.
   *
   * @param width columns of a panel
   * @param least columns that a panel has at least, whatever the machine
   * @param most rows of a unit in all of its products; 0 where it has but one
   * @param packs whether panels are copied, and best used one after the other
   */
  Units(ProductText text, CodeBlock width, int least, int most, boolean packs) {
    this(text, width, least, most, packs, BLOCK, false, hasWholeRows(text.shape()));
  }

  /**
   * Units of blocks within panels, each of which is alone in its product.
   *
   * @param width columns of a panel
   */
  static Units ofPanels(ProductText text, CodeBlock width, int least) {
    return new Units(text, width, least, 0, true, BLOCK, false, false);
  }

  /**
   * Units that hold whole products.
   *
   * @param least columns that a panel has at least, whatever the machine
   * @param rows of a product
   * @param most rows of a unit in all of its products
   * @param allPanels whether a unit walks the panels itself
   */
  static Units ofProducts(
      ProductText text, CodeBlock width, int least, long rows, long most, boolean allPanels) {
    return new Units(text, width, least, most, false, rows, allPanels, false);
  }

  private Units(
      ProductText text,
      CodeBlock width,
      int least,
      long most,
      boolean packs,
      long rowsOfBlock,
      boolean allPanels,
      boolean wholeRows) {
    this.text = text;
    this.firstOfSums = "";
    this.allPanels = allPanels;
    Size rows = text.shape().rows();
    Size columns = text.shape().columns();
    oneBlock = rows.isKnown() && rows.value() <= rowsOfBlock;
    boolean tall = !oneBlock && isTall(text.shape());
    alongRows = !oneBlock && wholeRows;
    this.width = alongRows ? CodeBlock.of("$L", stepOfRows(columns.value())) : width;
    onePanel = alongRows || columns.isKnown() && columns.value() <= least;
    block = tall ? LOW : block(rows, most);
    sharesB = packs && !isAlone(text.shape()) && sharesB(text.shape());
    panelsFirst =
        tall
            || (!packs
                && !oneBlock
                && rows.isKnown()
                && columns.isKnown()
                && rows.value() >= HIGH * columns.value());
    group = new UnitGroup(text, oneBlock ? most / rows.value() : 1);
  }

  private static boolean isTall(ProductShape shape) {
    return shape.panels() && shape.isTall();
  }

  private static boolean hasWholeRows(ProductShape shape) {
    return isTall(shape) && shape.columns().value() <= WIDE;
  }

  /**
   * How far apart rows of sums are: whole lines of the cache, an odd number of them, so that rows
   * below each other lie in different sets.
   */
  private static long stepOfRows(long columns) {
    return (columns + 15) / 16 * 16 / 32 * 32 + 16;
  }

  private static long block(Size rows, long most) {
    return rows.isKnown() && most > 0 ? TileHeights.block(rows.value(), BLOCK) : BLOCK;
  }

  private Units(ProductText text, CodeBlock width, String firstOfSums) {
    this.text = text;
    this.firstOfSums = firstOfSums;
    this.width = width;
    oneBlock = false;
    onePanel = false;
    alongRows = false;
    allPanels = false;
    block = 0;
    sharesB = false;
    panelsFirst = false;
    group = new UnitGroup(text, 1);
  }

  /**
   * Units of a single product that a kernel places itself, as large as it says.
   *
   * @param width columns of a panel
   * @param firstOfSums the local that tells where in the scratch array the sums of a unit begin
   */
  static Units placedElsewhere(ProductText text, CodeBlock width, String firstOfSums) {
    return new Units(text, width, firstOfSums);
  }

  private static boolean isAlone(ProductShape shape) {
    return shape.batch().isEmpty();
  }

  /** Whether all products of a batch have the same B. */
  static boolean sharesB(ProductShape shape) {
    return shape.parts() == 1
        && shape.batch().stream().allMatch(b -> b.b().isKnown() && b.b().value() == 0);
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

  /** Whether there is one product, or all are one unit. */
  private boolean isAlone() {
    return group.counted().isEmpty();
  }

  /** The rows of a unit where all have as many, or else something that is not known. */
  Size evenHeight() {
    Size rows = text.shape().rows();
    if (oneBlock) {
      return rows;
    }
    return rows.isMultipleOf(block) ? Size.of(block) : Size.ROWS;
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
  void open(CodeBlock.Builder code, CodeBlock scratch, boolean movesB) {
    ProductShape shape = text.shape();
    if (isNamed()) {
      code.addStatement("int unitWidth = $L", width);
    }
    if (isOne()) {
      // Any piece may do it: the bits do not depend on which.
      code.beginControlFlow("if (piece + 1 == pieces)");
      code.addStatement("float[] tileSums = $T.floats($L)", Names.SCRATCH, scratch);
    } else {
      declare(code, scratch);
      openEach(code);
    }
    if (!oneBlock) {
      code.addStatement(
          "int tileHeight = Math.min($L, $L - unitRow)", block, text.size(shape.rows()));
    }
    if (!onePanel) {
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
    count(code);
    code.addStatement("float[] tileSums = $T.floats($L)", Names.SCRATCH, scratch);
  }

  private void count(CodeBlock.Builder code) {
    Size batches =
        group.counted().stream().map(ProductShape.Batch::count).reduce(Size.ONE, Size::times);
    CodeBlock count = isAlone() ? CodeBlock.of("") : text.code().sizes().apply(batches);
    if (countsPanels()) {
      code.addStatement(
          "int unitPanels = ($L + unitWidth - 1) / unitWidth", text.size(text.shape().columns()));
      count = times(count, "unitPanels");
    }
    if (!oneBlock) {
      code.addStatement("int unitBlocks = $L", text.ceiling(text.shape().rows(), block));
      count = times(count, "unitBlocks");
    }
    String counted = count.toString();
    if (counted.contains(" ")) {
      code.addStatement("int unitCount = $L", count);
      counted = "unitCount";
    }
    code.addStatement("int unitFirst = $T.from($L, piece, pieces, 1)", Names.PIECES, counted);
    code.addStatement("int unitEnd = $T.from($L, piece + 1, pieces, 1)", Names.PIECES, counted);
  }

  /** Whether panels are units of their own. */
  private boolean countsPanels() {
    return !onePanel && !allPanels;
  }

  private static CodeBlock times(CodeBlock count, String name) {
    return count.isEmpty() ? CodeBlock.of(name) : CodeBlock.of("$L * $L", count, name);
  }

  /** Opens the loop over the units of a piece, and declares what of the product each is. */
  void openEach(CodeBlock.Builder code) {
    code.beginControlFlow("for (int unit = unitFirst; unit < unitEnd; unit++)");
    place(code);
  }

  /** Declares which block of which panel of which product a unit is. */
  private void place(CodeBlock.Builder code) {
    List<ProductShape.Batch> batch = group.counted();
    CodeBlock rest = CodeBlock.of("unit");
    boolean panels = countsPanels();
    boolean panelled = panels && sharesB && !isAlone();
    if (panelled) {
      rest = placePanel(code, batch);
      if (readsMuch()) {
        group.declare(code, 0, CodeBlock.of("unit / (unitEach * unitPanels)"));
      }
      panels = false;
    } else if (panels && panelsFirst) {
      code.addStatement("int unitColumn = unit % unitPanels * unitWidth");
      code.addStatement(
          isAlone()
              ? "int unitRow = unit / unitPanels * $L"
              : "int unitRow = unit / unitPanels % unitBlocks * $L",
          block);
      rest = CodeBlock.of("unit / (unitBlocks * unitPanels)");
      panels = false;
    } else if (!oneBlock) {
      String within = onePanel && isAlone() ? "unit * $L" : "unit % unitBlocks * $L";
      code.addStatement("int unitRow = " + within, block);
      rest = CodeBlock.of("$L / unitBlocks", rest);
    }
    if (panels) {
      String within = isAlone() ? "$L * unitWidth" : "$L % unitPanels * unitWidth";
      code.addStatement("int unitColumn = " + within, rest);
      rest =
          oneBlock
              ? CodeBlock.of("unit / unitPanels")
              : CodeBlock.of("unit / (unitBlocks * unitPanels)");
    }
    int first = panelled && readsMuch() ? 1 : 0;
    for (int i = batch.size() - 1; i > first; i--) {
      CodeBlock count = text.size(batch.get(i).count());
      group.declare(code, i, CodeBlock.of("$L % $L", rest, count));
      if (i > first + 1) {
        code.addStatement("int batchRest$L = $L / $L", i, rest, count);
        rest = CodeBlock.of("batchRest$L", i);
      } else {
        rest = CodeBlock.of("$L / $L", rest, count);
      }
    }
    if (!batch.isEmpty()) {
      group.declare(code, first, rest);
    }
  }

  /** Declares the panel of units that follow each other panel by panel. */
  private CodeBlock placePanel(CodeBlock.Builder code, List<ProductShape.Batch> batch) {
    Size each =
        batch.subList(readsMuch() ? 1 : 0, batch.size()).stream()
            .map(ProductShape.Batch::count)
            .reduce(Size.ONE, Size::times);
    code.addStatement("int unitEach = $L$L", text.size(each), oneBlock ? "" : " * unitBlocks");
    code.addStatement("int unitColumn = unit / unitEach % unitPanels * unitWidth");
    code.addStatement("int unitWithin = unit % unitEach");
    if (oneBlock) {
      return CodeBlock.of("unitWithin");
    }
    code.addStatement("int unitRow = unitWithin % unitBlocks * $L", block);
    return CodeBlock.of("unitWithin / unitBlocks");
  }

  /**
   * Whether each position of the outermost axis of the batch reads so much of A that it is better
   * read for all panels before the next one is.
   */
  private boolean readsMuch() {
    List<ProductShape.Batch> batch = group.counted();
    Size read = text.shape().batch().get(0).a();
    return batch.size() > 1 && read.isKnown() && read.value() >= MUCH;
  }

  private boolean movesA() {
    return !oneBlock || !isAlone();
  }

  private boolean movesB() {
    return !onePanel || !isAlone();
  }

  /** Where A begins for a unit. */
  CodeBlock firstOfA() {
    CodeBlock at = text.a().offset();
    if (!oneBlock) {
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
    if (!onePanel) {
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
    return alongRows;
  }

  /** Where one of the sums of a unit lies, from where the first does. */
  CodeBlock sum(CodeBlock at) {
    return firstOfSums.isEmpty() ? at : CodeBlock.of("$L + $L", firstOfSums, at);
  }

  /** Where in the scratch array the sums of a unit end. */
  CodeBlock endOfSums() {
    return alongRows ? CodeBlock.of("$L", sumsOfRows()) : CodeBlock.of("$L * LANES", VECTORS);
  }

  /** A vector behind that. */
  CodeBlock behindSums() {
    return alongRows
        ? CodeBlock.of("$L + LANES", sumsOfRows())
        : CodeBlock.of("$L * LANES", VECTORS + 1);
  }

  private long sumsOfRows() {
    return LOW * stepOfRows(text.shape().columns().value());
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
    return !onePanel || alongRows || !isLiteral();
  }

  private boolean isLiteral() {
    return width.toString().matches("\\d+");
  }

  /** When a unit needs another panel than the unit before it, whose rows are above its own. */
  String anotherPanel() {
    if (isOne()) {
      return "";
    }
    if (onePanel && (isAlone() || sharesB)) {
      return "unit == unitFirst";
    }
    if (sharesB && !isAlone()) {
      return "unitWithin == 0 || unit == unitFirst";
    }
    return oneBlock ? "" : "unitRow == 0 || unit == unitFirst";
  }

  /** What counts the rows of a unit: with one block they are those of the product. */
  String row() {
    return oneBlock ? "row" : "tileRow";
  }

  /** The row of the product where a tile begins. */
  CodeBlock rowOfTile() {
    return CodeBlock.of(oneBlock ? "tileRow" : "unitRow + tileRow");
  }

  /** The column of the product where a tile begins. */
  CodeBlock columnOfTile() {
    return CodeBlock.of(onePanel ? "tileColumn" : "unitColumn + tileColumn");
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
