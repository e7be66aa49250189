package dev.tulle.compiler.syntax;

import dev.tulle.compiler.source.Span;

/** A name as it is written. */
public record Name(String text, Span span) {
  @Override
  public String toString() {
    return text;
  }
}
