package dev.tulle.compiler.codegen.product;

import com.palantir.javapoet.CodeBlock;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.ProductShape;

/**
 * Into which units of work a product is cut: blocks of rows within panels of columns within the
 * batch.
 *
 * @param width columns of a panel, and how far apart the rows of a unit's sums are
 * @param oneBlock whether a unit has all rows of a product
 * @param onePanel whether a unit has all columns, in one panel
 * @param alongRows whether a unit has whole rows, whose sums lie as they are stored
 * @param allPanels whether a unit walks all panels itself
 * @param block rows of a unit, where there are several
 * @param panelsFirst whether the panels of a block of rows follow each other: what is read of A
 *     then is near
 * @param sharesB whether all products share their B: the units of a panel then follow each other
 * @param products the most that a unit may hold, where they share their B
 */
record UnitCut(
    CodeBlock width,
    boolean oneBlock,
    boolean onePanel,
    boolean alongRows,
    boolean allPanels,
    long block,
    boolean panelsFirst,
    boolean sharesB,
    long products) {
  /** Rows of a unit: their sums stay in the nearest cache until the epilogue takes them. */
  static final int BLOCK = 64;

  /** The most vectors that the sums of a unit take: four in each row. */
  static final int VECTORS = 4 * BLOCK;

  /** How many times more rows than columns make panels follow each other in the same rows. */
  private static final int HIGH = 4;

  /**
   * Rows of a unit of a tall product: so few that the processor reads and writes ahead in the pages
   * of all of them, from one panel to the next.
   */
  private static final int LOW = 32;

  /** Columns of a unit of a tall product: all, or a stretch of memory that is worth going along. */
  private static final int WIDE = 1024;

  /**
   * Units of blocks within panels, or of whole rows.
   *
   * @param width columns of a panel
   * @param least columns that a panel has at least, whatever the machine
   * @param most rows of a unit in all of its products
   * @param packs whether panels are copied, and best used one after the other
   */
  static UnitCut ofBlocks(ProductShape shape, CodeBlock width, int least, int most, boolean packs) {
    return of(shape, width, least, most, packs, BLOCK, false, hasWholeRows(shape));
  }

  /**
   * Units of blocks within panels, each of which is alone in its product.
   *
   * @param width columns of a panel
   * @param least columns that a panel has at least, whatever the machine
   */
  static UnitCut ofPanels(ProductShape shape, CodeBlock width, int least) {
    return of(shape, width, least, 0, true, BLOCK, false, false);
  }

  /**
   * Units that hold whole products.
   *
   * @param width columns of a panel
   * @param least columns that a panel has at least, whatever the machine
   * @param rows of a product
   * @param most rows of a unit in all of its products
   * @param allPanels whether a unit walks the panels itself
   */
  static UnitCut ofProducts(
      ProductShape shape, CodeBlock width, int least, long rows, long most, boolean allPanels) {
    return of(shape, width, least, most, false, rows, allPanels, false);
  }

  /**
   * Units of a single product that a kernel places itself, as large as it says.
   *
   * @param width columns of a panel
   */
  static UnitCut placedElsewhere(CodeBlock width) {
    return new UnitCut(width, false, false, false, false, 0, false, false, 1);
  }

  /**
   * What all ways to cut have in common.
   *
   * @param rowsOfBlock the most rows of which there is one block
   * @param wholeRows whether units have whole rows, if there are several blocks
   */
  private static UnitCut of(
      ProductShape shape,
      CodeBlock width,
      int least,
      long most,
      boolean packs,
      long rowsOfBlock,
      boolean allPanels,
      boolean wholeRows) {
    Size rows = shape.rows();
    Size columns = shape.columns();
    boolean oneBlock = rows.isKnown() && rows.value() <= rowsOfBlock;
    boolean tall = !oneBlock && isTall(shape);
    boolean alongRows = !oneBlock && wholeRows;
    return new UnitCut(
        alongRows ? CodeBlock.of("$L", stepOfRows(columns.value())) : width,
        oneBlock,
        alongRows || columns.isKnown() && columns.value() <= least,
        alongRows,
        allPanels,
        tall ? LOW : block(rows, most),
        tall || !packs && !oneBlock && isHigh(shape),
        packs && !shape.batch().isEmpty() && sharesB(shape),
        oneBlock ? most / rows.value() : 1);
  }

  private static boolean isTall(ProductShape shape) {
    return shape.panels() && shape.isTall();
  }

  private static boolean hasWholeRows(ProductShape shape) {
    return isTall(shape) && shape.columns().value() <= WIDE;
  }

  private static boolean isHigh(ProductShape shape) {
    return shape.rows().isKnown()
        && shape.columns().isKnown()
        && shape.rows().value() >= HIGH * shape.columns().value();
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

  /** Whether all products of a batch have the same B. */
  static boolean sharesB(ProductShape shape) {
    return shape.parts() == 1
        && shape.batch().stream().allMatch(b -> b.b().isKnown() && b.b().value() == 0);
  }

  /** Whether the number of a unit tells its panel: there are several, and it does not walk them. */
  boolean countsPanels() {
    return !onePanel && !allPanels;
  }

  /** Whether the width of a panel is a local. */
  boolean namesWidth() {
    return !onePanel || alongRows || !width.toString().matches("\\d+");
  }

  /** Floats of the sums of a unit of whole rows. */
  long sumsOfRows(ProductShape shape) {
    return LOW * stepOfRows(shape.columns().value());
  }
}
