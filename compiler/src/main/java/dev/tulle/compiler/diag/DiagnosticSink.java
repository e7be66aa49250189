package dev.tulle.compiler.diag;

import dev.tulle.compiler.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the diagnostics of one run; not thread-safe. */
public final class DiagnosticSink {
  private final List<Diagnostic> diagnostics = new ArrayList<>();

  public void report(Diagnostic diagnostic) {
    if (!diagnostics.contains(diagnostic)) {
      diagnostics.add(diagnostic);
    }
  }

  public boolean hasErrors() {
    return diagnostics.stream().anyMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
  }

  /** Whether something was reported at this very place. */
  public boolean hasAt(Span place) {
    return diagnostics.stream().anyMatch(d -> place.equals(d.primary()));
  }

  /** Whether something was reported inside of a stretch of text. */
  public boolean hasWithin(Span stretch) {
    return diagnostics.stream()
        .map(Diagnostic::primary)
        .anyMatch(
            p ->
                p != null
                    && p.file() == stretch.file()
                    && p.start() >= stretch.start()
                    && p.end() <= stretch.end());
  }

  /** All of them, by file and place. */
  public List<Diagnostic> sorted() {
    var sorted = new ArrayList<>(diagnostics);
    sorted.sort(
        Comparator.comparing((Diagnostic d) -> d.primary() == null ? "" : d.primary().file().name())
            .thenComparing(d -> d.primary() == null ? -1 : d.primary().start()));
    return sorted;
  }
}
