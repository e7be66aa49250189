package dev.tulle.compiler.diag;

import dev.tulle.compiler.diag.Diagnostic.Severity;
import dev.tulle.compiler.source.Span;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Prints diagnostics for people: the message, the lines it is about with the places marked, the
 * help.
 */
public final class DiagnosticPrinter {
  private static final String RED = "\u001B[1;31m";
  private static final String YELLOW = "\u001B[1;33m";
  private static final String BLUE = "\u001B[34m";
  private static final String GREEN = "\u001B[32m";
  private static final String BOLD = "\u001B[1m";
  private static final String RESET = "\u001B[0m";

  private final boolean colour;

  /**
   * @param colour whether to use the colours of a terminal (ANSI escape sequences)
   */
  public DiagnosticPrinter(boolean colour) {
    this.colour = colour;
  }

  /** All of them, an empty line between two; empty for none, else with a line feed at the end. */
  public String print(List<Diagnostic> diagnostics) {
    return diagnostics.stream().map(this::print).collect(Collectors.joining("\n"));
  }

  /** One diagnostic, each line with a line feed at its end. */
  public String print(Diagnostic diagnostic) {
    var out = new StringBuilder();
    boolean error = diagnostic.severity() == Severity.ERROR;
    String strong = error ? RED : YELLOW;
    String head = diagnostic.severity().name().toLowerCase(Locale.ROOT);
    out.append(paint(strong, head + "[" + diagnostic.code() + "]"));
    out.append(paint(BOLD, ": " + diagnostic.message())).append('\n');
    int gutter = gutter(diagnostic);
    Span shown = null;
    if (diagnostic.primary() != null) {
      shown = diagnostic.primary();
      line(out, gutter, shown);
      marks(out, gutter, shown, '^', strong, diagnostic.label());
    }
    for (Diagnostic.Related related : diagnostic.related()) {
      // Marks under a line that stands there already need no second copy of it.
      if (shown == null || !sameLine(shown, related.span())) {
        shown = related.span();
        line(out, gutter, shown);
      }
      marks(out, gutter, related.span(), '-', BLUE, related.label());
    }
    help(out, diagnostic.help());
    return out.toString();
  }

  private static int gutter(Diagnostic diagnostic) {
    int last = diagnostic.primary() == null ? 0 : diagnostic.primary().line();
    for (Diagnostic.Related related : diagnostic.related()) {
      last = Math.max(last, related.span().line());
    }
    return Integer.toString(last).length();
  }

  /** Whether two places are marked under the same text; a long line is cut around its mark. */
  private static boolean sameLine(Span one, Span other) {
    return one.file() == other.file()
        && one.line() == other.line()
        && Excerpt.of(one).line().equals(Excerpt.of(other).line());
  }

  private void line(StringBuilder out, int gutter, Span span) {
    String number = Integer.toString(span.line());
    String pad = " ".repeat(gutter - number.length());
    out.append(paint(BLUE, " ".repeat(gutter) + "-->")).append(' ').append(span).append('\n');
    out.append(paint(BLUE, pad + number + " |"));
    out.append((" " + Excerpt.of(span).line()).stripTrailing()).append('\n');
  }

  private void marks(
      StringBuilder out, int gutter, Span span, char mark, String markColour, String label) {
    Excerpt excerpt = Excerpt.of(span);
    String marks = String.valueOf(mark).repeat(excerpt.length());
    String text = label.isEmpty() ? marks : marks + " " + label.replace('\n', ' ');
    out.append(paint(BLUE, " ".repeat(gutter) + " |")).append(' ');
    out.append(" ".repeat(excerpt.indent())).append(paint(markColour, text)).append('\n');
  }

  private void help(StringBuilder out, String help) {
    out.append(paint(GREEN, "help:")).append(' ');
    out.append(help.replace("\n", "\n      ")).append('\n');
  }

  private String paint(String escape, String text) {
    return colour ? escape + text + RESET : text;
  }
}
