package dev.tulle.maven;

import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.source.Span;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Diagnostics as Maven's compilers print them: {@code file:[line,column] error[T201]: …}. */
final class MavenMessage {
  private MavenMessage() {}

  /** What stands in front of a message; empty without a place. */
  static String place(@Nullable Span place) {
    return place == null
        ? ""
        : "%s:[%s,%s] ".formatted(place.file().name(), place.line(), place.column());
  }

  /** All that a diagnostic says but its place. */
  static String text(Diagnostic diagnostic) {
    var text = new StringBuilder();
    text.append(diagnostic.severity().name().toLowerCase(Locale.ROOT));
    text.append("[" + diagnostic.code() + "]: " + diagnostic.message());
    if (!diagnostic.label().isEmpty()) {
      text.append(" (" + diagnostic.label() + ")");
    }
    for (Diagnostic.Related related : diagnostic.related()) {
      text.append(System.lineSeparator() + "  " + related.span() + ": " + related.label());
    }
    text.append(System.lineSeparator() + "  help: " + diagnostic.help());
    return text.toString();
  }
}
