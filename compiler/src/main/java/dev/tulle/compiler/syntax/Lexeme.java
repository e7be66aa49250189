package dev.tulle.compiler.syntax;

/**
 * A word, a sign or a comment of a text that has no mistake, with what a formatter must know of its
 * place.
 *
 * @param kind what it is
 * @param text as it stands in the file; of a comment without the space behind it
 * @param level how deep in an expression it separates two parts; 0 outside
 * @param begins whether a line of its own begins with it: a declaration, a statement, a setting
 * @param lines how many line ends stand between it and what is before it
 */
public record Lexeme(Kind kind, String text, int level, boolean begins, int lines) {
  /** What a lexeme is, as far as the space around it depends on it. */
  public enum Kind {
    /** A word that is fixed where it stands, such as {@code let} or {@code then}. */
    KEYWORD,
    /** A name, a number, a text in quotes. */
    WORD,
    /** The brace before a list of statements, fields or settings. */
    OPEN_BODY,
    CLOSE_BODY,
    /** A bracket that belongs to what stands before it, as of a call. */
    OPEN_CALL,
    /** A bracket that stands for itself. */
    OPEN_GROUP,
    CLOSE,
    COMMA,
    COLON,
    DOT,
    /** What gives the thing that a line declares its value: {@code =}, {@code ~}, {@code <=}. */
    ASSIGN,
    /** The {@code =} of an argument or a parameter. */
    NAMED,
    ARROW,
    /** A sign or word between two operands. */
    OPERATOR,
    POWER,
    /** The minus of one operand. */
    SIGN,
    AT,
    /** {@code //}, also {@code ////}. */
    COMMENT,
    /** {@code ///}. */
    DOC
  }

  public boolean is(Kind... kinds) {
    for (Kind each : kinds) {
      if (kind == each) {
        return true;
      }
    }
    return false;
  }

  public boolean isComment() {
    return is(Kind.COMMENT, Kind.DOC);
  }
}
