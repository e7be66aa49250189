package dev.tulle.compiler.syntax;

import dev.tulle.compiler.source.SourceFile;
import dev.tulle.compiler.source.Span;
import org.antlr.v4.runtime.CommonToken;

/** A token with what the passes between lexer and parser find out about it. */
final class NetToken extends CommonToken {
  private static final long serialVersionUID = 1;

  /** What begins at a token, as far as the words around it tell. */
  enum Start {
    /** Nothing: the token continues something. */
    NONE,
    /** {@code tulle}, {@code module} or {@code import}. */
    HEADER,
    DECLARATION,
    STATEMENT,
    /** {@code name =} on a line of its own: a setting of a recipe, a field of data. */
    SETTING
  }

  private final transient SourceFile file;

  /** Whether nothing but space stands before it on its line. */
  boolean firstOnLine;

  /** The text of the `///` lines directly before it. */
  String doc = "";

  Start begins = Start.NONE;

  /** The index of the other bracket of a pair; set for every bracket once they are balanced. */
  int partner = -1;

  NetToken(SourceFile file, int type, int start, int end) {
    super(type);
    this.file = file;
    this.channel = DEFAULT_CHANNEL;
    this.start = start;
    this.stop = end - 1;
    this.line = file.line(start);
    this.charPositionInLine = file.column(start) - 1;
    this.text = type == EOF ? "<EOF>" : file.text().substring(start, end);
  }

  Span span() {
    return new Span(file, start, stop + 1);
  }

  boolean is(int... types) {
    for (int each : types) {
      if (type == each) {
        return true;
      }
    }
    return false;
  }
}
