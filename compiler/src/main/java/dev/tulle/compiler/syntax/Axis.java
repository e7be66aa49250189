package dev.tulle.compiler.syntax;

import dev.tulle.compiler.source.Span;

/** What stands between brackets: an expression or the three dots. */
public sealed interface Axis {
  Span span();

  /** {@code ...}: any axes. */
  record Rest(Span span) implements Axis {}

  /** A dim, an index, a number or any other expression. */
  record Of(Expression value) implements Axis {
    @Override
    public Span span() {
      return value.span();
    }
  }
}
