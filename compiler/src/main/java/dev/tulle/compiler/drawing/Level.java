package dev.tulle.compiler.drawing;

import dev.tulle.compiler.picture.Captions;
import dev.tulle.compiler.picture.Picture;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands directly in a block, or in the net, in rows from top to bottom, measured from its own
 * top left corner.
 */
final class Level {
  /** Null for the net. */
  final Picture.@Nullable Block block;

  /** Boxes, and between them the labels of the lines and where lines pass. */
  final List<List<Cell>> rows;

  /** The room above each row. */
  final List<Double> gaps;

  final List<Line> lines;

  /** The levels of the blocks that are boxes here, by id. */
  final Map<String, Level> inside;

  /** Where lines cross the border, by {@link #in} and {@link #out}. */
  final Map<String, Cell> ports;

  final double width;
  final double height;
  private final double[] tops;
  private final double[] heights;

  /** A line from a box or port, past labels and other boxes, to a box or port. */
  record Line(List<Cell.Link> links) {
    Line {
      links = List.copyOf(links);
    }

    Cell.Link first() {
      return links.get(0);
    }

    Cell.Link last() {
      return links.get(links.size() - 1);
    }
  }

  Level(
      Picture.@Nullable Block block,
      List<List<Cell>> rows,
      List<Double> gaps,
      List<Line> lines,
      Map<String, Level> inside,
      Map<String, Cell> ports,
      double width) {
    this.block = block;
    this.rows = List.copyOf(rows);
    this.gaps = List.copyOf(gaps);
    this.lines = List.copyOf(lines);
    this.inside = Map.copyOf(inside);
    this.ports = Map.copyOf(ports);
    this.width = width;
    this.tops = new double[rows.size()];
    this.heights = new double[rows.size()];
    double at = block == null ? 0 : Style.HEADER;
    for (int row = 0; row < rows.size(); row++) {
      at += gaps.get(row);
      tops[row] = at;
      heights[row] = rows.get(row).stream().mapToDouble(cell -> cell.height).max().orElse(0);
      at += heights[row];
    }
    this.height = at + bottom();
  }

  /** The port through which a tensor comes into a block. */
  static String in(Picture.Edge edge) {
    return "in " + edge.from() + " " + edge.result();
  }

  /** The port through which a tensor leaves a block. */
  static String out(Picture.Edge edge) {
    return "out " + edge.from() + " " + edge.result();
  }

  /** The room below the last row; lines that leave go through to the border. */
  double bottom() {
    boolean leaves =
        rows.isEmpty()
            || rows.get(rows.size() - 1).stream().anyMatch(cell -> cell.kind == Cell.Kind.PORT);
    return block == null || leaves ? 0 : Style.BLOCK_BOTTOM;
  }

  double rowTop(int row) {
    return tops[row];
  }

  double rowBottom(int row) {
    return tops[row] + heights[row];
  }

  /** The top of a cell: in the middle of its row. */
  double cellTop(Cell cell) {
    return tops[cell.row] + (heights[cell.row] - cell.height) / 2;
  }

  /** How wide a block is at least, for its title. */
  static double titleWidth(Picture.Block block) {
    return Style.INSET
        + Style.SIGN
        + TextWidth.of(Captions.title(block), Style.SUBTITLE)
        + Style.DETAIL_GAP
        + TextWidth.of(Captions.detail(block), Style.SMALL)
        + Style.INSET;
  }
}
