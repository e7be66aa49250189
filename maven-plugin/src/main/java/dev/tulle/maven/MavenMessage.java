package dev.tulle.maven;

import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.source.Span;
import java.util.Locale;

/** Diagnostics as Maven's compilers print them: {@code file:[line,column] error[T201]: …}. */
final class MavenMessage {
  private MavenMessage() {}

  static String of(Diagnostic diagnostic) {
    var text = new StringBuilder();
    Span place = diagnostic.primary();
    if (place != null) {
      text.append(place.file().name());
      text.append(":[" + place.line() + "," + place.column() + "] ");
    }
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
