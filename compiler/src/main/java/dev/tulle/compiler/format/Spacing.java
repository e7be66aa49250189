package dev.tulle.compiler.format;

import dev.tulle.compiler.syntax.Lexeme;
import dev.tulle.compiler.syntax.Lexeme.Kind;

/** Where one space stands between two lexemes of a line. */
final class Spacing {
  private Spacing() {}

  static boolean between(Lexeme left, Lexeme right) {
    if (left.is(Kind.WORD) && right.is(Kind.DOT)) {
      // A point behind a number would belong to the number.
      return Character.isDigit(left.text().charAt(0));
    }
    if (left.is(Kind.OPEN_BODY) && right.is(Kind.CLOSE_BODY)) {
      return false;
    }
    return !left.is(Kind.OPEN_CALL, Kind.OPEN_GROUP, Kind.DOT, Kind.SIGN, Kind.AT, Kind.POWER)
        && !right.is(Kind.CLOSE, Kind.COMMA, Kind.COLON, Kind.DOT, Kind.OPEN_CALL, Kind.POWER);
  }
}
