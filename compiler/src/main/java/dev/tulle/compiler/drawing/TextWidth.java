package dev.tulle.compiler.drawing;

/** How much room a text takes at most, in the fonts that a reader's machine may have. */
final class TextWidth {
  /** A letter of the widest common fixed-width font is 0.61 of its size wide. */
  private static final double LETTER = 0.62;

  /** Letters that such fonts do not have come from others; Chinese ones are square. */
  private static final double OTHER = 1.1;

  private TextWidth() {}

  static double of(String text, double size) {
    return size * text.codePoints().mapToDouble(c -> usual(c) ? LETTER : OTHER).sum();
  }

  private static boolean usual(int codePoint) {
    return codePoint < 0x250 || codePoint == '…' || codePoint == '−';
  }
}
