package dev.tulle.compiler.format;

import java.util.List;

/**
 * A line of the formatted text.
 *
 * @param code what stands on it, its indentation included; a comment that stands alone too
 * @param comment what stands behind; may be empty
 */
record TextLine(String code, String comment) {
  static final TextLine EMPTY = new TextLine("", "");

  private static final int GAP = 2;

  /** The text of lines; comments behind the code of neighbouring lines stand in one column. */
  static String join(List<TextLine> lines) {
    var text = new StringBuilder();
    for (int from = 0, to; from < lines.size(); from = to) {
      to = from + 1;
      while (to < lines.size() && lines.get(from).hasComment() && lines.get(to).hasComment()) {
        to++;
      }
      List<TextLine> run = lines.subList(from, to);
      int width = run.stream().mapToInt(line -> line.code().length()).max().orElse(0) + GAP;
      run.forEach(line -> line.write(width, text));
    }
    return text.toString();
  }

  private boolean hasComment() {
    return !comment.isEmpty();
  }

  private void write(int width, StringBuilder text) {
    text.append(code);
    if (hasComment()) {
      text.append(" ".repeat(width - code.length())).append(comment);
    }
    text.append('\n');
  }
}
