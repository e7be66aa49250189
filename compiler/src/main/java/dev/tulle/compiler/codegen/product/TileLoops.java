package dev.tulle.compiler.codegen.product;

import com.palantir.javapoet.CodeBlock;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Writes the loops around the tiles of a unit: along its columns, two vectors at a time and then
 * the one that may be left, and down its rows, the tallest tiles first. The locals {@code
 * tileColumn} and {@code tileRow} say where a tile begins, and go on from one loop to the next.
 */
final class TileLoops {
  private TileLoops() {}

  /**
   * Along all columns, from {@code tileColumn} on.
   *
   * @param width an {@code int} expression of the columns
   * @param two whether two vectors may be full
   * @param one whether one may be left
   * @param tiles writes the tiles of so many vectors
   */
  static void columns(
      CodeBlock.Builder code, String width, boolean two, boolean one, IntConsumer tiles) {
    if (two) {
      String more = one ? width + " - tileColumn > LANES" : "tileColumn < " + width;
      columns(code, 2, more, tiles);
    }
    if (one) {
      columns(code, 1, "tileColumn < " + width, tiles);
    }
  }

  /**
   * Along columns, so many vectors at a time.
   *
   * @param condition whether there are more such columns
   */
  static void columns(CodeBlock.Builder code, int vectors, String condition, IntConsumer tiles) {
    String width = vectors == 1 ? "LANES" : vectors + " * LANES";
    code.beginControlFlow("for (; $L; tileColumn += $L)", condition, width);
    tiles.accept(vectors);
    code.endControlFlow();
  }

  /**
   * Down all rows.
   *
   * @param heights of tiles, tallest first
   * @param rows an {@code int} expression of the rows
   * @param further what else has to hold for tiles of a height: conditions with {@code &&} behind
   *     each
   * @param tile writes the tile of a height
   */
  static void rows(
      CodeBlock.Builder code,
      List<TileHeights.Height> heights,
      CodeBlock rows,
      Function<TileHeights.Height, String> further,
      Consumer<TileHeights.Height> tile) {
    code.addStatement("int tileRow = 0");
    for (TileHeights.Height height : heights) {
      if (height.rows() == 1) {
        code.beginControlFlow("for (; tileRow < $L; tileRow++)", rows);
      } else {
        open(code, height, rows, further.apply(height));
      }
      tile.accept(height);
      code.endControlFlow();
    }
  }

  /** Opens the loop over as many tiles of a height as there are rows for. */
  static void open(
      CodeBlock.Builder code, TileHeights.Height height, CodeBlock rows, String further) {
    code.beginControlFlow(
        "for (; $L$LtileRow + $L <= $L; tileRow += $L)",
        height.tall() ? "LANES != 8 && " : "",
        further,
        height.rows(),
        rows,
        height.rows());
  }
}
