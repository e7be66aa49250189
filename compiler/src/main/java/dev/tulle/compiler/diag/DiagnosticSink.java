package dev.tulle.compiler.diag;

import dev.tulle.compiler.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the diagnostics of one run; not thread-safe. */
public final class DiagnosticSink {
  /** How many are kept: nobody mends more at a time, and a broken file may have any number. */
  static final int MOST = 100;

  private final Set<Diagnostic> diagnostics = new LinkedHashSet<>();
  private @Nullable Diagnostic firstLeftOut;
  private boolean errors = false;

  /**
   * Keeps a diagnostic, once; of too many only that there are more. Warnings take no place from
   * errors.
   */
  public void report(Diagnostic diagnostic) {
    if (diagnostics.contains(diagnostic)) {
      return;
    }
    errors |= isError(diagnostic);
    if (diagnostics.stream().filter(d -> d.severity() == diagnostic.severity()).count() < MOST) {
      diagnostics.add(diagnostic);
    } else if (firstLeftOut == null || (isError(diagnostic) && !isError(firstLeftOut))) {
      firstLeftOut = diagnostic;
    }
  }

  private static boolean isError(Diagnostic diagnostic) {
    return diagnostic.severity() == Diagnostic.Severity.ERROR;
  }

  public boolean hasErrors() {
    return errors;
  }

  /** Whether something was reported at this very place. */
  public boolean hasAt(Span place) {
    return diagnostics.stream().anyMatch(d -> place.equals(d.primary()));
  }

  /** Whether a code was reported at this very place. */
  public boolean hasAt(Code code, Span place) {
    return diagnostics.stream().anyMatch(d -> d.code() == code && place.equals(d.primary()));
  }

  /** Whether a code was reported because of what stands at this place. */
  public boolean hasBecauseOf(Code code, Span place) {
    return diagnostics.stream()
        .filter(d -> d.code() == code)
        .flatMap(d -> d.related().stream())
        .anyMatch(r -> r.span().equals(place));
  }

  /** Whether something was reported inside of a stretch of text. */
  public boolean hasWithin(Span stretch) {
    return diagnostics.stream()
        .map(Diagnostic::primary)
        .anyMatch(p -> p != null && stretch.contains(p));
  }

  /** All of them, by file and place. */
  public List<Diagnostic> sorted() {
    var sorted = new ArrayList<>(diagnostics);
    sorted.sort(
        Comparator.comparing((Diagnostic d) -> d.primary() == null ? "" : d.primary().file().name())
            .thenComparing(d -> d.primary() == null ? -1 : d.primary().start()));
    if (firstLeftOut != null) {
      sorted.add(rest(firstLeftOut));
    }
    return sorted;
  }

  /** Whether no more errors are kept, so that a stage need not go on. */
  public boolean isFull() {
    return firstLeftOut != null && isError(firstLeftOut);
  }

  /** Says that there are more, at the place of the first of them. */
  private static Diagnostic rest(Diagnostic first) {
    return new Diagnostic(
        first.code(),
        first.severity(),
        "there are more "
            + (isError(first) ? "mistakes" : "warnings")
            + " than the "
            + MOST
            + " above",
        first.primary(),
        "",
        List.of(),
        "mend those first: what is left is shown then");
  }
}
