package dev.tulle.compiler.sema;

import dev.tulle.compiler.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The index names that a place of index notation can see, and what its `...` stands for. */
final class Indices {
  private final @Nullable Indices parent;
  private final Map<String, IndexVariable> variables = new LinkedHashMap<>();
  private final boolean active;
  private int places;
  private int placeOfRest = -1;
  private @Nullable List<IndexVariable> rest;

  private Indices(@Nullable Indices parent, boolean active) {
    this.parent = parent;
    this.active = active;
  }

  /** Of a place outside of index notation. */
  static Indices none() {
    return new Indices(null, false);
  }

  /** Of an expression in index notation, whose `...` is its own. */
  static Indices notation() {
    return new Indices(null, true);
  }

  /** Of a reduction inside of this place. */
  Indices within() {
    return new Indices(this, active);
  }

  /** Whether this is a place of index notation. */
  boolean active() {
    return active;
  }

  IndexVariable bind(String name, Span span) {
    var variable = new IndexVariable(name, span, nextPlace());
    variables.put(name, variable);
    return variable;
  }

  /** Says that {@code ...} comes behind what is bound so far; else it comes first. */
  void placeRest() {
    placeOfRest = nextPlace();
  }

  private int nextPlace() {
    return parent != null ? parent.nextPlace() : places++;
  }

  @Nullable IndexVariable find(String name) {
    IndexVariable own = variables.get(name);
    return own != null || parent == null ? own : parent.find(name);
  }

  /** The variables of `...`; there are as many as the first use has axes. */
  List<IndexVariable> rest(int count, Span span) {
    if (parent != null) {
      return parent.rest(count, span);
    }
    if (rest == null) {
      rest = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        rest.add(new IndexVariable("...", span, placeOfRest));
      }
    }
    return rest;
  }

  /** What `...` stands for, or null before its first use. */
  @Nullable List<IndexVariable> knownRest() {
    return parent != null ? parent.knownRest() : rest;
  }
}
