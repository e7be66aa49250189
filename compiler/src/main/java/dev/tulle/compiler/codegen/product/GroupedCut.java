package dev.tulle.compiler.codegen.product;

import dev.tulle.compiler.plan.ProductShape;

/**
 * How the sums of a {@link GroupedProduct} are cut into units: blocks of rows by groups of columns.
 *
 * @param strip rows of a tile
 * @param block rows of a unit, whole strips
 * @param blocks how many there are
 * @param group columns of a unit, whole panels
 * @param groups how many there are
 */
record GroupedCut(int strip, int block, int blocks, int group, int groups) {
  /** Columns of a group at most: what a row of it takes in memory is met as a stretch. */
  private static final int COLUMNS = 256;

  /** Rows of a block at most: the sums of a unit and its copies fit into the cache of a core. */
  private static final int ROWS = 256;

  /** That of a product whose rows and columns are known. */
  static GroupedCut of(ProductShape shape) {
    int rows = Math.toIntExact(shape.rows().value());
    int columns = Math.toIntExact(shape.columns().value());
    int strip = TileHeights.strip(rows);
    int blocks = ceiling(rows, ROWS);
    int groups = ceiling(columns, COLUMNS);
    if (blocks * groups == 1) {
      // One more, for a second thread.
      blocks = 2;
    }
    int block = whole(ceiling(rows, blocks), strip);
    int group = whole(ceiling(columns, groups), ProductShape.PANEL);
    return new GroupedCut(strip, block, ceiling(rows, block), group, ceiling(columns, group));
  }

  private static int ceiling(int count, int divisor) {
    return (count + divisor - 1) / divisor;
  }

  private static int whole(int count, int of) {
    return ceiling(count, of) * of;
  }

  /** How many units there are. */
  int units() {
    return blocks * groups;
  }
}
