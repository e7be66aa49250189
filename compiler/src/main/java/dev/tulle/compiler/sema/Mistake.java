package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * Carries a user's mistake out to the statement that contains it, which reports it and goes on;
 * without a diagnostic where the root cause was reported before.
 */
final class Mistake extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient @Nullable Diagnostic diagnostic;

  Mistake(Diagnostic diagnostic) {
    super(diagnostic.message(), null, false, false);
    this.diagnostic = diagnostic;
  }

  private Mistake() {
    super("reported before", null, false, false);
    this.diagnostic = null;
  }

  static Mistake of(Code code, Span span, String message, String help) {
    return new Mistake(Diagnostic.error(code, span, message, help));
  }

  /** For a value that is broken because of a mistake that was reported. */
  static Mistake reported() {
    return new Mistake();
  }

  @Nullable Diagnostic diagnostic() {
    return diagnostic;
  }
}
