package dev.tulle.compiler.sema;

import dev.tulle.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/** An index of index notation; it spans the dim of the first axis that it stands at. */
final class IndexVariable {
  private final String name;
  private final Span bound;
  private @Nullable Dim dim;
  private @Nullable Span firstUse;

  IndexVariable(String name, Span bound) {
    this.name = name;
    this.bound = bound;
  }

  String name() {
    return name;
  }

  /** Where the index is introduced. */
  Span bound() {
    return bound;
  }

  @Nullable Dim dim() {
    return dim;
  }

  @Nullable Span firstUse() {
    return firstUse;
  }

  /** Fixes or refines the dim; it fits the one known before. */
  void span(Dim found, Span use) {
    if (dim == null) {
      dim = found;
      firstUse = use;
    } else {
      dim = dim.orNamed(found);
    }
  }
}
