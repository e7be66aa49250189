package dev.tulle.compiler.diag;

import dev.tulle.compiler.source.Span;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes diagnostics for editors and other programs: one JSON object each (RFC 8259). */
public final class DiagnosticJson {
  private DiagnosticJson() {}

  /**
   * One object a line; lines and columns count from 1, columns in UTF-16 units, ends are exclusive.
   */
  public static String write(List<Diagnostic> diagnostics) {
    return diagnostics.stream().map(d -> write(d) + "\n").collect(Collectors.joining());
  }

  /**
   * One object without line feeds: {@code code}, {@code severity}, {@code message}, where there is
   * a place {@code file}, {@code line}, {@code column}, {@code endLine}, {@code endColumn}, then
   * {@code label}, {@code related} (objects with a place and a label), {@code help}, and {@code
   * page}, where the project's documents explain the code.
   */
  public static String write(Diagnostic diagnostic) {
    var out = new StringBuilder("{");
    field(out, "code", diagnostic.code().name()).append(',');
    field(out, "severity", diagnostic.severity().name().toLowerCase(Locale.ROOT)).append(',');
    field(out, "message", diagnostic.message()).append(',');
    if (diagnostic.primary() != null) {
      place(out, diagnostic.primary()).append(',');
    }
    field(out, "label", diagnostic.label()).append(",\"related\":[");
    for (int i = 0; i < diagnostic.related().size(); i++) {
      Diagnostic.Related related = diagnostic.related().get(i);
      place(out.append(i == 0 ? "{" : ",{"), related.span()).append(',');
      field(out, "label", related.label()).append('}');
    }
    out.append(']');
    field(out.append(','), "help", diagnostic.help());
    field(out.append(','), "page", ErrorPage.address(diagnostic.code()));
    return out.append('}').toString();
  }

  private static StringBuilder place(StringBuilder out, Span span) {
    field(out, "file", span.file().name());
    out.append(",\"line\":").append(span.line()).append(",\"column\":").append(span.column());
    out.append(",\"endLine\":").append(span.file().line(span.end()));
    return out.append(",\"endColumn\":").append(span.file().column(span.end()));
  }

  private static StringBuilder field(StringBuilder out, String key, String value) {
    out.append('"').append(key).append("\":\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          // Controls must be escaped; half pairs, which UTF-8 cannot hold, are too.
          if (c < ' ' || c == '\u007F' || unpaired(value, i)) {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"');
  }

  private static boolean unpaired(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }
}
