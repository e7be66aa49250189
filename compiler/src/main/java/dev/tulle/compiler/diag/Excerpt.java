package dev.tulle.compiler.diag;

import dev.tulle.compiler.source.Span;

/**
 * A line of a file and where under it a mark goes, both in columns of a terminal.
 *
 * @param line the text, tabs as spaces, cut to {@link #WIDTH} columns around the mark
 * @param indent the columns before the mark
 * @param length the columns of the mark, at least 1
 */
record Excerpt(String line, int indent, int length) {
  /** The widest line that is shown whole. */
  static final int WIDTH = 120;

  /** Signs of other widths are not cut, only left out where there are very many. */
  private static final int LONGEST_WIDE = 1000;

  private static final int TAB = 4;
  private static final int MARGIN = 20;

  /**
   * The first line of a span; of a span over several lines the mark goes to the end of that line.
   */
  static Excerpt of(Span span) {
    String raw = span.file().lineText(span.line());
    int from = span.column() - 1;
    int to = Math.min(from + span.end() - span.start(), Math.max(from, raw.length()));
    var shown = new StringBuilder();
    int columns = 0;
    int start = -1;
    int end = -1;
    for (int i = 0; i <= raw.length() || i <= to; ) {
      if (i >= from && start < 0) {
        start = columns;
      }
      if (i >= to && end < 0) {
        end = columns;
      }
      int point = i < raw.length() ? raw.codePointAt(i) : ' ';
      if (i < raw.length()) {
        int width = width(point, columns);
        shown.append(point == '\t' ? " ".repeat(width) : Character.toString(printable(point)));
        columns += width;
      } else {
        columns++;
      }
      i += Character.charCount(point);
    }
    return cut(shown.toString(), start, Math.max(1, end - start));
  }

  /** A line too wide for a terminal is shown around its mark, three dots where it goes on. */
  private static Excerpt cut(String line, int indent, int length) {
    if (line.length() <= WIDTH) {
      return new Excerpt(line, indent, length);
    }
    boolean narrow = line.codePoints().allMatch(c -> width(c, 0) == 1 && c < 0x10000);
    if (!narrow) {
      return line.length() <= LONGEST_WIDE
          ? new Excerpt(line, indent, length)
          : new Excerpt("…", 0, 1);
    }
    int from = Math.max(0, Math.min(indent - MARGIN, line.length() - WIDTH));
    int to = Math.min(line.length(), from + WIDTH);
    String before = from > 0 ? "…" : "";
    String after = to < line.length() ? "…" : "";
    int shift = from - before.length();
    int marked = Math.max(1, Math.min(length, to - indent));
    return new Excerpt(before + line.substring(from, to) + after, indent - shift, marked);
  }

  private static int printable(int point) {
    return Character.isISOControl(point) ? '\uFFFD' : point;
  }

  private static int width(int point, int column) {
    if (point == '\t') {
      return TAB - column % TAB;
    }
    int type = Character.getType(point);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    // Two columns for East Asian scripts and pictures, as Unicode Standard Annex 11 has them.
    boolean wide =
        point >= 0x1100 && point <= 0x115F
            || point >= 0x2E80 && point <= 0xA4CF
            || point >= 0xAC00 && point <= 0xD7A3
            || point >= 0xF900 && point <= 0xFAFF
            || point >= 0xFE30 && point <= 0xFE6F
            || point >= 0xFF00 && point <= 0xFF60
            || point >= 0x1F300 && point <= 0x1FAFF
            || point >= 0x20000 && point <= 0x3FFFD;
    return wide ? 2 : 1;
  }
}
