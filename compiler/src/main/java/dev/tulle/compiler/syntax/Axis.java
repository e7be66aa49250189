package dev.tulle.compiler.syntax;

import dev.tulle.compiler.source.Span;

/** What stands between brackets: an expression or the three dots. */
public sealed interface Axis {
  Span span();

  /** Whether a name in a shape means the rows of a batch, which are never written here. */
  static boolean namesBatch(String name) {
    return name.matches("None|batch|batch_size|N|B");
  }

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
