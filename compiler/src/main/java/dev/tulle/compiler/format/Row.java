package dev.tulle.compiler.format;

import dev.tulle.compiler.syntax.Lexeme;
import dev.tulle.compiler.syntax.Lexeme.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The lexemes of an entry, up to the brace that opens its body, and how they stand: which begin a
 * line, and which have more than the usual space before them.
 */
final class Row {
  private final List<Lexeme> lexemes;
  private final boolean[] breaks;
  private final int[] padding;

  Row(List<Lexeme> lexemes, boolean[] breaks) {
    this.lexemes = List.copyOf(lexemes);
    this.breaks = breaks.clone();
    this.padding = new int[lexemes.size()];
  }

  List<Lexeme> lexemes() {
    return lexemes;
  }

  /** Whether a lexeme is the first of a line; that of the first line is none. */
  boolean breaksBefore(int i) {
    return breaks[i];
  }

  void breakBefore(int i) {
    breaks[i] = true;
  }

  boolean oneLine() {
    for (boolean each : breaks) {
      if (each) {
        return false;
      }
    }
    return true;
  }

  /** Where the sign stands that gives the entry its value; -1 without one. */
  int assign() {
    int depth = 0;
    for (int i = 0; i < lexemes.size(); i++) {
      Lexeme each = lexemes.get(i);
      depth += turn(each);
      if (depth == 0 && each.is(Kind.ASSIGN)) {
        return i;
      }
    }
    return -1;
  }

  /** How many brackets are open before a lexeme. */
  int depth(int i) {
    return lexemes.subList(0, i).stream().mapToInt(Row::turn).sum();
  }

  /** How many more brackets are open behind a lexeme than before it. */
  static int turn(Lexeme lexeme) {
    return lexeme.is(Kind.OPEN_CALL, Kind.OPEN_GROUP) ? 1 : lexeme.is(Kind.CLOSE) ? -1 : 0;
  }

  /** Where the code of a line ends: before a comment that stands behind it. */
  int code(Line line) {
    int last = line.to() - 1;
    return last > line.from() && lexemes.get(last).isComment() ? last : line.to();
  }

  /** Takes back what {@link #pad} did. */
  void clearPadding() {
    Arrays.fill(padding, 0);
  }

  /** Puts more space before a lexeme. */
  void pad(int i, int columns) {
    padding[i] = columns;
  }

  /** The columns of what stands before a lexeme on the first line, at no indentation. */
  int widthBefore(int i) {
    return text(0, i).length();
  }

  /** The lexemes from one to another as they stand on one line. */
  String text(int from, int to) {
    var text = new StringBuilder();
    for (int i = from; i < to; i++) {
      if (i > from) {
        text.append(" ".repeat(space(i) + padding[i]));
      }
      text.append(lexemes.get(i).text());
    }
    return text.toString();
  }

  private int space(int i) {
    Lexeme lexeme = lexemes.get(i);
    return lexeme.isComment() ? 2 : Spacing.between(lexemes.get(i - 1), lexeme) ? 1 : 0;
  }

  /** A line of the row: the lexemes from one to another behind an indentation. */
  record Line(int from, int to, int indent) {}

  /** The lines, the entry itself standing at an indentation. */
  List<Line> lines(int indent) {
    var lines = new ArrayList<Line>();
    Deque<Bracket> open = new ArrayDeque<>();
    int from = 0;
    int at = indent;
    int column = indent;
    for (int i = 0; i < lexemes.size(); i++) {
      Lexeme lexeme = lexemes.get(i);
      if (lexeme.is(Kind.CLOSE) && !open.isEmpty()) {
        Bracket bracket = open.pop();
        if (breaks[i]) {
          lines.add(new Line(from, i, at));
          from = i;
          at = bracket.hanging ? bracket.lineIndent : bracket.elements;
          column = at;
        }
      } else if (breaks[i]) {
        lines.add(new Line(from, i, at));
        from = i;
        at = open.isEmpty() ? indent + 2 : open.peek().elements + (stands(i, open.peek()) ? 0 : 2);
        at += 2 * new Formula(this).depth(i);
        column = at;
      }
      column += (i > from ? space(i) + padding[i] : 0) + lexeme.text().length();
      if (lexeme.is(Kind.OPEN_CALL, Kind.OPEN_GROUP)) {
        boolean hanging = i + 1 < lexemes.size() && startsLine(i + 1);
        open.push(new Bracket(hanging, lexeme.is(Kind.OPEN_GROUP), at, hanging ? at + 2 : column));
      }
    }
    lines.add(new Line(from, lexemes.size(), at));
    return lines;
  }

  /** An open bracket: whether its elements begin below it, and where. */
  private record Bracket(boolean hanging, boolean group, int lineIndent, int elements) {}

  /** Whether a line stands where elements do: one that begins with one, or a group's operators. */
  private boolean stands(int i, Bracket bracket) {
    return startsElement(i) || bracket.group && lexemes.get(i).is(Kind.OPERATOR);
  }

  /** Whether a lexeme begins a line, but for a comment behind the bracket before it. */
  private boolean startsLine(int i) {
    return breaks[i] || lexemes.get(i).isComment();
  }

  private boolean startsElement(int i) {
    int before = i - 1;
    while (lexemes.get(before).isComment()) {
      before--;
    }
    return lexemes.get(before).is(Kind.COMMA, Kind.OPEN_CALL, Kind.OPEN_GROUP);
  }
}
