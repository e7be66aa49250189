package dev.tulle.compiler.syntax;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.source.Span;

/** The values of numbers and texts; reports those that have none (S005). */
final class Literals {
  /** Up to here every whole number has a double of its own. */
  private static final double LARGEST_WHOLE = 0x1p53;

  private Literals() {}

  static Expression number(Span span, DiagnosticSink sink) {
    String digits = span.text().replace("_", "");
    boolean integer = digits.matches("[0-9]+");
    if (!integer && !digits.matches("[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
      // The mistake was reported when the text was cut into tokens.
      return new Expression.Broken(span);
    }
    double value = Double.parseDouble(digits);
    if (Double.isInfinite(value) || integer && value > LARGEST_WHOLE) {
      sink.report(
          Diagnostic.error(
              Code.S005,
              span,
              "the number `" + span.text() + "` is too large",
              integer ? "whole numbers go up to 2^53" : "numbers go up to about 1.8e308"));
      return new Expression.Broken(span);
    }
    return new Expression.Number(value, integer, span);
  }

  static Expression.Text text(Span span, DiagnosticSink sink) {
    String raw = span.text();
    if (raw.length() < 2 || raw.charAt(0) != '"' || raw.charAt(raw.length() - 1) != '"') {
      return new Expression.Text(raw.isEmpty() ? "" : raw.substring(1), span);
    }
    var value = new StringBuilder();
    int end = raw.length() - 1;
    for (int i = 1; i < end; i++) {
      char c = raw.charAt(i);
      if (c != '\\') {
        value.append(c);
        continue;
      }
      char escaped = i + 1 < end ? raw.charAt(i + 1) : ' ';
      int length = escaped == 'u' ? 6 : 2;
      if (escaped == 'u' && i + 6 <= end && raw.substring(i + 2, i + 6).matches("[0-9A-Fa-f]{4}")) {
        value.append((char) Integer.parseInt(raw.substring(i + 2, i + 6), 16));
      } else if ("\"\\nt".indexOf(escaped) >= 0) {
        value.append(escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped);
      } else {
        length = Math.min(2, end - i);
        int start = span.start() + i;
        Span place = new Span(span.file(), start, start + length);
        sink.report(
            Diagnostic.error(
                Code.S005,
                place,
                "texts have no escape `" + place.text() + "`",
                "there are `\\\"`, `\\\\`, `\\n`, `\\t` and `\\u` with four hex digits"));
      }
      i += length - 1;
    }
    return new Expression.Text(value.toString(), span);
  }
}
