package dev.tulle.compiler.codegen;

/** Lines of comments that fit on a page. */
final class Javadoc {
  private static final int LONGEST = 92;

  private Javadoc() {}

  /** Breaks lines that are too long; what a tag says goes on indented. */
  static String wrapped(String text) {
    var result = new StringBuilder();
    for (String line : text.replaceAll("\n {4,}", " ").split("\n", -1)) {
      String indent = line.startsWith("@") ? "    " : "";
      String rest = line;
      while (rest.length() > LONGEST) {
        int cut = rest.lastIndexOf(' ', LONGEST);
        if (cut <= indent.length()) {
          break;
        }
        result.append(rest, 0, cut).append('\n');
        rest = indent + rest.substring(cut + 1);
      }
      result.append(rest).append('\n');
    }
    return result.substring(0, result.length() - 1);
  }
}
