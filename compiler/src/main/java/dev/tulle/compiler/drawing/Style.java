package dev.tulle.compiler.drawing;

/** Sizes, in pixels. */
final class Style {
  static final double TITLE = 13;
  static final double SUBTITLE = 12;
  static final double SMALL = 11;
  static final double HEADING = 16;
  static final double LABEL_HEIGHT = 16;
  static final double LINE = 36;
  static final double TWO_LINES = 50;
  static final double INSET = 14;
  static final double LEAST_WIDTH = 88;
  static final double JOIN = 30;

  /** The band at the top of a block that holds its title. */
  static final double HEADER = 28;

  /** The mark in front of the title that says whether a block is open. */
  static final double SIGN = 14;

  /** Between a title and the detail behind it. */
  static final double DETAIL_GAP = 8;

  static final double BLOCK_SIDE = 18;
  static final double BLOCK_BOTTOM = 14;
  static final double BLOCK_RADIUS = 10;
  static final double MARGIN = 24;

  /** Between neighbours in a row. */
  static final double BETWEEN = 30;

  static final double BETWEEN_LINES = 20;

  /** Between rows: at least, and where lines go far to the side. */
  static final double ROW_GAP = 16;

  static final double MOST_GAP = 40;

  private Style() {}
}
