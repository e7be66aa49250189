package dev.tulle.compiler.sema;

import dev.tulle.compiler.source.Span;
import org.jspecify.annotations.Nullable;

/** An index of index notation; it spans the dim of the first axis that it stands at. */
final class IndexVariable {
  private final String name;
  private final Span bound;
  private final int place;
  private @Nullable Dim dim;
  private @Nullable Use first;
  private @Nullable String help;

  /**
   * What fixed the dim of an index.
   *
   * @param of the tensor whose axis it stands at; null where a bound fixed it, as in {@code i < n}
   */
  record Use(Span place, @Nullable Typed of) {}

  /**
   * @param place what comes before others on the left of the {@code =}, or is introduced before
   *     them, has a lower one
   */
  IndexVariable(String name, Span bound, int place) {
    this.name = name;
    this.bound = bound;
    this.place = place;
  }

  String name() {
    return name;
  }

  /** Where the index comes in the order of axes that a result likely has. */
  int place() {
    return place;
  }

  /** Where the index is introduced. */
  Span bound() {
    return bound;
  }

  @Nullable Dim dim() {
    return dim;
  }

  /** What fixed the dim, or null before that. */
  @Nullable Use first() {
    return first;
  }

  /** Keeps what would bind the index, for as long as nothing does; what is said first counts. */
  void help(String text) {
    if (help == null) {
      help = text;
    }
  }

  /** What would bind the index. */
  String help() {
    return help != null
        ? help
        : "say how far it goes, `%s < n`, or use it as an index, as in `x[%s]`"
            .formatted(name, name);
  }

  /** Fixes or refines the dim; it fits the one known before. */
  void span(Dim found, Use use) {
    if (dim == null) {
      dim = found;
      first = use;
    } else {
      dim = dim.orNamed(found);
    }
  }
}
