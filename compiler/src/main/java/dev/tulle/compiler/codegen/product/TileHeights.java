package dev.tulle.compiler.codegen.product;

import dev.tulle.compiler.ir.Size;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** How many rows tiles have: as many as registers hold, so that little is left over. */
final class TileHeights {
  /** Rows of the tallest tile of two vectors, where there are 32 registers. */
  private static final int TALL = 14;

  /**
   * Where the depth has several axes or a turn of the loop several terms, whose loads C2 does
   * ahead: with taller tiles it keeps some of the sums on the stack.
   */
  private static final int TALL_TURNING = 12;

  /** Rows of the tallest tile of one vector there. */
  private static final int SLENDER = 24;

  /** Rows of a tall tile of one vector where the rows are not known. */
  private static final int USUAL = 12;

  /**
   * Rows of a tile for what the tallest leave of a number of rows that is not known, and for all of
   * a number that it divides: 16 rows are two of these, or a tall one and two low ones, which wait
   * for their own additions.
   */
  static final int HALF = 8;

  /** Rows of a tile with 16 registers. */
  static final int LOW = 4;

  private final DepthLoops depth;

  TileHeights(DepthLoops depth) {
    this.depth = depth;
  }

  /**
   * A height of tiles.
   *
   * @param tall whether it needs 32 registers
   */
  record Height(int rows, boolean tall) {}

  /**
   * The tile heights that may be needed for the rows of a unit, tallest first.
   *
   * @param rows of a unit where all have as many, or else unknown
   */
  List<Height> of(Size rows, int vectors) {
    var heights = new ArrayList<Height>();
    if (!rows.isKnown()) {
      if (vectors < 4) {
        heights.add(new Height(vectors == 1 ? USUAL : tall(), true));
        heights.add(new Height(HALF, true));
        heights.add(new Height(LOW, false));
      }
      heights.add(new Height(2, false));
      heights.add(new Height(1, false));
      return heights;
    }
    long count = rows.value();
    if (vectors < 4 && count > LOW) {
      int tall = tallest(count, vectors);
      heights.add(new Height(tall, true));
      int rest = (int) (count % tall);
      if (rest > LOW) {
        heights.add(new Height(rest, true));
      }
    }
    if (vectors < 4 && count >= LOW) {
      heights.add(new Height(LOW, false));
    }
    if (vectors == 4 ? count >= 2 : count % 4 >= 2 || needs(count, vectors, 2)) {
      heights.add(new Height(2, false));
    }
    if (count % 2 == 1 || needs(count, vectors, 1)) {
      heights.add(new Height(1, false));
    }
    return heights;
  }

  /** Whether what tall tiles leave needs a low tile of that height. */
  private boolean needs(long count, int vectors, int height) {
    if (vectors == 4 || count <= LOW) {
      return false;
    }
    long rest = count % tallest(count, vectors);
    return rest <= LOW && (height == 2 ? rest % 4 >= 2 : rest % 2 == 1);
  }

  /** The rows of the tiles that so many rows are done with, as even as may be. */
  private int tallest(long rows, int vectors) {
    return even(rows, vectors == 1 ? SLENDER : tall());
  }

  private static int even(long rows, long most) {
    long tiles = (rows + most - 1) / most;
    return (int) ((rows + tiles - 1) / tiles);
  }

  /** Rows of the tallest tile of two vectors. */
  private int tall() {
    return depth.walked() > 1 || depth.isWhole(2) ? TALL_TURNING : TALL;
  }

  /**
   * Into strips of how many rows so many are cut: as tall as a tile of two vectors may be whose
   * turn has several terms.
   */
  static int strip(long rows) {
    return even(rows, TALL_TURNING);
  }

  /**
   * The tile heights that may be needed for strips, tallest first.
   *
   * @param rows of all strips together
   * @param strip rows of each but the last, which may have fewer
   */
  List<Height> ofStrips(long rows, int strip) {
    var heights = new TreeSet<>(Comparator.comparingInt(Height::rows).reversed());
    heights.addAll(of(Size.of(strip), 2));
    if (rows % strip > 0) {
      heights.addAll(of(Size.of(rows % strip), 2));
    }
    return List.copyOf(heights);
  }

  /** Into how many rows a block is best divided: so that tall tiles fit in. */
  static int block(long rows, int most) {
    for (int tall = TALL; tall >= USUAL; tall--) {
      if (rows % tall == 0) {
        return most / tall * tall;
      }
    }
    return most / TALL * TALL;
  }
}
