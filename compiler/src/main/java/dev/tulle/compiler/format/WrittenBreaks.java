package dev.tulle.compiler.format;

import dev.tulle.compiler.syntax.Lexeme;
import dev.tulle.compiler.syntax.Lexeme.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The line ends inside of an entry that its writer chose, each where the form of the language has
 * it: behind brackets, commas and the sign that gives a value; before operators, arrows and {@code
 * else}. Where the value begins on a line of its own its arrows end the lines, so that its stages
 * stand below each other.
 */
final class WrittenBreaks {
  private final List<Lexeme> row;
  private final boolean[] breaks;

  private WrittenBreaks(List<Lexeme> row) {
    this.row = row;
    this.breaks = new boolean[row.size()];
  }

  /** For each lexeme, whether it begins a line; the first does not. */
  static boolean[] of(List<Lexeme> row) {
    var written = new WrittenBreaks(row);
    written.set();
    written.hang();
    return written.breaks;
  }

  /** Whether the arrows of the value itself end lines rather than begin them. */
  static boolean valueIsBelow(Row row) {
    int assign = row.assign();
    return assign >= 0 && assign + 1 < row.lexemes().size() && row.breaksBefore(assign + 1);
  }

  private void set() {
    int depth = 0;
    boolean below = false;
    for (int i = 1; i < row.size(); i++) {
      Lexeme before = row.get(i - 1);
      Lexeme lexeme = row.get(i);
      boolean written = lexeme.lines() > 0;
      if (before.isComment()) {
        breaks[i] = true;
      } else if (lexeme.isComment()) {
        breaks[i] = written;
      } else if (lexeme.is(Kind.ARROW, Kind.OPERATOR)) {
        boolean behind = i + 1 < row.size() && !row.get(i + 1).isComment() && endsLine(i);
        boolean trails = below && depth == 0 && lexeme.is(Kind.ARROW);
        breaks[i] = !trails && (written || behind);
      } else if (before.is(Kind.ARROW, Kind.OPERATOR)) {
        boolean trails = below && depth == 0 && before.is(Kind.ARROW);
        breaks[i] = trails && (written || startsLine(i - 1));
      } else {
        breaks[i] = written && canStart(before, lexeme);
      }
      below |= depth == 0 && before.is(Kind.ASSIGN) && breaks[i];
      depth += Row.turn(lexeme);
    }
  }

  private boolean endsLine(int i) {
    return row.get(i + 1).lines() > 0;
  }

  private boolean startsLine(int i) {
    return row.get(i).lines() > 0 && !row.get(i - 1).isComment();
  }

  private static boolean canStart(Lexeme before, Lexeme lexeme) {
    return before.is(Kind.OPEN_CALL, Kind.OPEN_GROUP, Kind.ASSIGN, Kind.COMMA)
        || lexeme.is(Kind.CLOSE)
        || lexeme.is(Kind.KEYWORD)
            && (lexeme.text().equals("then") || lexeme.text().equals("else"));
  }

  /** A closing bracket begins a line just where the lexeme behind its opening one does. */
  private void hang() {
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < row.size(); i++) {
      if (row.get(i).is(Kind.OPEN_CALL, Kind.OPEN_GROUP)) {
        open.push(i);
      } else if (row.get(i).is(Kind.CLOSE) && !open.isEmpty()) {
        int first = open.pop() + 1;
        boolean hanging = first < i && (breaks[first] || row.get(first).isComment());
        breaks[i] = hanging || row.get(i - 1).isComment();
      }
    }
  }
}
