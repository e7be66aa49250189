package dev.tulle.compiler.diag;

import dev.tulle.compiler.source.Span;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One thing to tell the user.
 *
 * @param code the permanent code
 * @param severity error or warning
 * @param message a sentence that stands alone, both sides of a mismatch in it
 * @param primary the place, or null where there is no file (a missing argument of a command)
 * @param label what the carets say; may be empty
 * @param related other places that matter, such as the declaration that decides
 * @param help the fix, in the user's own names and numbers; there is always one
 */
public record Diagnostic(
    Code code,
    Severity severity,
    String message,
    @Nullable Span primary,
    String label,
    List<Related> related,
    String help) {

  private static final int LONG = 200;
  private static final Pattern LONG_WORD = Pattern.compile("([^\\s`]{60})[^\\s`]{40,}");

  /** Whether the compilation can go on to Java. */
  public enum Severity {
    ERROR,
    WARNING
  }

  /** A second place and what it has to do with the first. */
  public record Related(Span span, String label) {}

  public Diagnostic {
    related = List.copyOf(related);
    message = shortened(message);
    label = shortened(label);
    help = shortened(help);
  }

  /** A word of the text may be longer than anybody reads. */
  private static String shortened(String text) {
    return text.length() <= LONG ? text : LONG_WORD.matcher(text).replaceAll("$1…");
  }

  /** An error at a place; add to it with the {@code with} methods. */
  public static Diagnostic error(Code code, @Nullable Span primary, String message, String help) {
    return new Diagnostic(code, Severity.ERROR, message, primary, "", List.of(), help);
  }

  /** A warning at a place. */
  public static Diagnostic warning(Code code, @Nullable Span primary, String message, String help) {
    return new Diagnostic(code, Severity.WARNING, message, primary, "", List.of(), help);
  }

  public Diagnostic withLabel(String text) {
    return new Diagnostic(code, severity, message, primary, text, related, help);
  }

  public Diagnostic withHelp(String text) {
    return new Diagnostic(code, severity, message, primary, label, related, text);
  }

  public Diagnostic withRelated(Span span, String text) {
    var all = new java.util.ArrayList<>(related);
    all.add(new Related(span, text));
    return new Diagnostic(code, severity, message, primary, label, all, help);
  }
}
