package dev.tulle.compiler.codegen;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Sets Java text for reading: lines of no more than {@link #WIDTH} characters, comments of one
 * sentence on one line.
 *
 * <p>A line is broken where its brackets are least deep: behind an assignment or a comma, before an
 * operator or the next call of a chain.
 */
final class Page {
  static final int WIDTH = 120;

  /** What continues a line stands so much further in. */
  private static final int CONTINUED = 4;

  private static final Pattern SHORT_COMMENT =
      Pattern.compile("(?m)^( *)/\\*\\*\\n *\\* ([^\\n]*)\\n *\\*/$");
  private static final Pattern OPERATOR = Pattern.compile(" (?:[-+*/%?:]|&&|\\|\\||[<>=!]=?) .*");

  /** Constants of one kind, which stand close together. */
  private static final Pattern CONSTANTS =
      Pattern.compile(
          "(?m)^( +(?:private )?static final int [A-Z]\\w* = \\d+;)\\n\\n"
              + "(?= +(?:/\\*\\* [^\\n]* \\*/\\n +)?(?:private )?static final int [A-Z]\\w* = \\d+;\\n)");

  private Page() {}

  static String set(String text) {
    String comments =
        SHORT_COMMENT
            .matcher(text)
            .replaceAll(
                m ->
                    java.util.regex.Matcher.quoteReplacement(
                        m.group(1).length() + m.group(2).length() + 7 <= WIDTH
                            ? m.group(1) + "/** " + m.group(2) + " */"
                            : m.group()));
    String close = CONSTANTS.matcher(comments).replaceAll("$1\n");
    var page = new StringBuilder();
    close.lines().forEach(line -> add(page, line));
    return page.toString();
  }

  private static void add(StringBuilder page, String line) {
    String stripped = line.stripLeading();
    int indent = line.length() - stripped.length();
    if (stripped.startsWith("*") || stripped.startsWith("/")) {
      page.append(line).append('\n');
      return;
    }
    String rest = line;
    int margin = indent;
    while (rest.length() > WIDTH) {
      int cut = cut(rest, margin);
      if (cut < 0) {
        break;
      }
      page.append(rest.substring(0, cut).stripTrailing()).append('\n');
      margin = indent + CONTINUED;
      rest = " ".repeat(margin) + rest.substring(cut).strip();
    }
    page.append(rest).append('\n');
  }

  /** Where the line is best broken, or -1. */
  private static int cut(String line, int indent) {
    int best = -1;
    int least = Integer.MAX_VALUE;
    for (Break candidate : breaks(line)) {
      if (candidate.at() <= WIDTH
          && candidate.at() > indent + CONTINUED
          && candidate.cost() <= least) {
        best = candidate.at();
        least = candidate.cost();
      }
    }
    return best;
  }

  /** A place where a line may be broken: the deeper in brackets, the worse; best at a comma. */
  private record Break(int at, int depth, boolean comma) {
    int cost() {
      return 2 * depth + (comma ? 0 : 1);
    }
  }

  private static List<Break> breaks(String line) {
    var breaks = new ArrayList<Break>();
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && (i == 0 || line.charAt(i - 1) != '\\')) {
        quoted = !quoted;
      }
      if (quoted) {
        continue;
      }
      if (c == '(' || c == '[' || c == '{') {
        depth++;
      } else if (c == ')' || c == ']' || c == '}') {
        depth--;
      } else if (c == ',' || c == ';') {
        breaks.add(new Break(i + 1, depth, true));
      } else if (c == '=' && line.startsWith(" = ", i - 1)) {
        breaks.add(new Break(i + 1, depth, true));
      } else if (c == '>' && line.startsWith("-> ", i - 1)) {
        breaks.add(new Break(i + 1, depth, true));
      } else if (c == ' ' && OPERATOR.matcher(line).region(i, line.length()).matches()) {
        breaks.add(new Break(i, depth, false));
      } else if (c == '.' && i > 0 && line.charAt(i - 1) == ')') {
        breaks.add(new Break(i, depth, false));
      }
    }
    return breaks;
  }
}
