package dev.tulle.compiler.syntax;

import dev.tulle.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * The places where mistakes were reported before parsing, so that the parser does not report them
 * again.
 */
final class Damage {
  private final List<Span> places = new ArrayList<>();

  void add(Span place) {
    places.add(place);
  }

  /** What is known now; later additions do not show in it. */
  Damage copy() {
    var copy = new Damage();
    copy.places.addAll(places);
    return copy;
  }

  /** Whether a mistake lies between two offsets, both included. */
  boolean between(int start, int end) {
    return places.stream().anyMatch(p -> p.start() <= end && p.end() >= start);
  }
}
