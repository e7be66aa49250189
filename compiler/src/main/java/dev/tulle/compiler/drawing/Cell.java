package dev.tulle.compiler.drawing;

import dev.tulle.compiler.picture.Picture;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A place in a row of a level, while positions are found. */
final class Cell {
  /** What stands there. */
  enum Kind {
    /** A node or a block. */
    BOX,
    /** The shape on an arrow. */
    LABEL,
    /** A line that goes on. */
    PASS,
    /** Where a line comes in from the level around, or leaves to it. */
    PORT
  }

  /**
   * A line to the row below.
   *
   * @param upperOffset how far right of the middle of {@code upper} it leaves
   * @param lowerOffset how far right of the middle of {@code lower} it arrives
   * @param weight how much it wants to be upright
   */
  record Link(Cell upper, double upperOffset, Cell lower, double lowerOffset, double weight) {
    double from() {
      return upper.x + upperOffset;
    }

    double to() {
      return lower.x + lowerOffset;
    }
  }

  final Kind kind;
  final Picture.@Nullable Item item;
  final String text;
  final double width;
  final double height;
  final List<Link> above = new ArrayList<>();
  final List<Link> below = new ArrayList<>();
  int row;

  /** Its place in the row, from 0. */
  int place;

  /** The middle. */
  double x;

  private Cell(
      Kind kind, Picture.@Nullable Item item, String text, double width, double height, int row) {
    this.kind = kind;
    this.item = item;
    this.text = text;
    this.width = width;
    this.height = height;
    this.row = row;
  }

  static Cell box(Picture.Item item, double width, double height) {
    return new Cell(Kind.BOX, item, "", width, height, 0);
  }

  static Cell label(String text, int row) {
    return new Cell(
        Kind.LABEL, null, text, even(TextWidth.of(text, Style.SMALL) + 8), Style.LABEL_HEIGHT, row);
  }

  static Cell pass(int row) {
    return new Cell(Kind.PASS, null, "", 0, 0, row);
  }

  static Cell port(int row) {
    return new Cell(Kind.PORT, null, "", 0, 0, row);
  }

  /** The next even width, whose middle is a whole number: lines of neighbours then meet. */
  static double even(double width) {
    return 2 * Math.ceil(width / 2);
  }
}
