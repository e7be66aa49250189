package dev.tulle.compiler.codegen;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
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

  private static final Pattern OPERATOR = Pattern.compile(" (?:[-+*/%?:]|&&|\\|\\||[<>=!]=?) ");

  private static final Pattern CONSTANT =
      Pattern.compile(" +(?:private )?static final int [A-Z]\\w* = \\d+;");
  private static final Pattern COMMENT = Pattern.compile(" +/\\*\\* .* \\*/");

  private Page() {}

  static String set(String text) {
    var page = new StringBuilder(text.length());
    List<String> lines = withShortComments(text.lines().toList());
    for (int i = 0; i < lines.size(); i++) {
      if (!isBetweenConstants(lines, i)) {
        add(page, lines.get(i));
      }
    }
    return page.toString();
  }

  /** Comments of one line, where it is long enough for them. */
  private static List<String> withShortComments(List<String> lines) {
    var shorter = new ArrayList<String>(lines.size());
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.endsWith("/**")
          && i + 2 < lines.size()
          && lines.get(i + 2).strip().equals("*/")
          && lines.get(i + 1).stripLeading().startsWith("* ")) {
        String comment = line + lines.get(i + 1).stripLeading().substring(1) + " */";
        if (comment.length() <= WIDTH) {
          shorter.add(comment);
          i += 2;
          continue;
        }
      }
      shorter.add(line);
    }
    return shorter;
  }

  /** Constants of one kind stand close together. */
  private static boolean isBetweenConstants(List<String> lines, int at) {
    return lines.get(at).isEmpty()
        && at > 0
        && isConstant(lines, at - 1)
        && (isConstant(lines, at + 1)
            || (isConstant(lines, at + 2) && COMMENT.matcher(lines.get(at + 1)).matches()));
  }

  private static boolean isConstant(List<String> lines, int at) {
    return at < lines.size()
        && lines.get(at).endsWith(";")
        && CONSTANT.matcher(lines.get(at)).matches();
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
    Matcher operator = OPERATOR.matcher(line);
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
      } else if (c == ' ' && operator.region(i, line.length()).lookingAt()) {
        breaks.add(new Break(i, depth, false));
      } else if (c == '.' && i > 0 && line.charAt(i - 1) == ')') {
        breaks.add(new Break(i, depth, false));
      }
    }
    return breaks;
  }
}
