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
  private final boolean traced;

  Mistake(Diagnostic diagnostic) {
    this(diagnostic, false);
  }

  private Mistake(Diagnostic diagnostic, boolean traced) {
    super(diagnostic.message(), null, false, false);
    this.diagnostic = diagnostic;
    this.traced = traced;
  }

  private Mistake() {
    super("reported before", null, false, false);
    this.diagnostic = null;
    this.traced = false;
  }

  /** A mistake that shows the calls that led to it; see {@link OpenCalls}. */
  static Mistake traced(Diagnostic diagnostic) {
    return new Mistake(diagnostic, true);
  }

  static Mistake of(Code code, Span span, String message, String help) {
    return new Mistake(Diagnostic.error(code, span, message, help));
  }

  /** The same with the steps that led to a tensor under its place, where they are known. */
  Mistake showing(Typed node) {
    return diagnostic == null ? this : new Mistake(diagnostic.withLabel(node.trail()));
  }

  /** For a value that is broken because of a mistake that was reported. */
  static Mistake reported() {
    return new Mistake();
  }

  boolean isTraced() {
    return traced;
  }

  @Nullable Diagnostic diagnostic() {
    return diagnostic;
  }
}
