package dev.tulle.compiler.diag;

import dev.tulle.compiler.diag.Diagnostic.Severity;
import dev.tulle.compiler.source.Span;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
    if (diagnostic.primary() != null) {
      excerpt(out, gutter, diagnostic.primary(), '^', strong, diagnostic.label());
    }
    for (Diagnostic.Related related : diagnostic.related()) {
      excerpt(out, gutter, related.span(), '-', BLUE, related.label());
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

  private void excerpt(
      StringBuilder out, int gutter, Span span, char mark, String markColour, String label) {
    Excerpt excerpt = Excerpt.of(span);
    String number = Integer.toString(span.line());
    String pad = " ".repeat(gutter - number.length());
    out.append(paint(BLUE, " ".repeat(gutter) + "-->")).append(' ').append(span).append('\n');
    out.append(paint(BLUE, pad + number + " |"));
    out.append((" " + excerpt.line()).stripTrailing()).append('\n');
    String marks = String.valueOf(mark).repeat(excerpt.length());
    String text = label.isEmpty() ? marks : marks + " " + label.replace('\n', ' ');
    out.append(paint(BLUE, " ".repeat(gutter) + " |")).append(' ');
    out.append(" ".repeat(excerpt.indent())).append(paint(markColour, text)).append('\n');
  }

  private void help(StringBuilder out, @Nullable String help) {
    if (help != null) {
      out.append(paint(GREEN, "help:")).append(' ');
      out.append(help.replace("\n", "\n      ")).append('\n');
    }
  }

  private String paint(String escape, String text) {
    return colour ? escape + text + RESET : text;
  }
}
