package dev.tulle.compiler.format;

import dev.tulle.compiler.syntax.Lexeme;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands on lines of its own in a file or between braces. */
sealed interface Part {
  /** Whether the writer left a line empty before it. */
  boolean spaced();

  /** A comment on a line of its own. */
  record Comment(String text, boolean spaced) implements Part {}

  /**
   * A declaration, a statement, a field or a setting.
   *
   * @param body what its braces hold
   */
  record Entry(Row row, @Nullable Body body, boolean spaced) implements Part {
    Lexeme first() {
      return row.lexemes().get(0);
    }

    boolean isSetting() {
      return first().is(Lexeme.Kind.WORD);
    }

    boolean isAnnotation() {
      return first().is(Lexeme.Kind.AT);
    }
  }

  /** What stands between the braces of an entry. */
  final class Body {
    final List<Part> parts;

    /** What stands behind the closing brace; may be empty. */
    final String comment;

    /** Whether it stands on the line of its braces. */
    boolean oneLine;

    Body(List<Part> parts, String comment, boolean oneLine) {
      this.parts = parts;
      this.comment = comment;
      this.oneLine = oneLine;
    }
  }
}
