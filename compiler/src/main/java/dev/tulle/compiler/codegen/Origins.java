package dev.tulle.compiler.codegen;

import dev.tulle.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/** Places of the net as comments of generated code. */
final class Origins {
  private static final int LONGEST = 80;

  private Origins() {}

  /** The same for Javadoc. */
  static String doc(@Nullable Span origin) {
    String text = comment(origin).replace("*/", "* /");
    long open = text.chars().filter(c -> c == '{').count();
    long close = text.chars().filter(c -> c == '}').count();
    // Only whole pairs of braces may stand in a tag.
    String whole =
        open == close && text.indexOf('}') >= text.indexOf('{')
            ? text
            : text.replaceAll("[{}]", "");
    return text.isEmpty() ? "" : "{@code " + whole + "}";
  }

  /** {@code digits.net:13 -> Dense(digit)}, without the file's folder; empty without a place. */
  static String comment(@Nullable Span origin) {
    if (origin == null) {
      return "";
    }
    String name = origin.file().name();
    String base = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    String line = origin.file().lineText(origin.line()).strip();
    // A backslash before a u would be read as an escape, even in a comment.
    String safe = line.replace('\\', '/');
    String shown = safe.length() > LONGEST ? safe.substring(0, LONGEST) + " …" : safe;
    return base + ":" + origin.line() + "  " + shown;
  }
}
