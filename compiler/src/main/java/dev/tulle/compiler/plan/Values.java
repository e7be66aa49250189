package dev.tulle.compiler.plan;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Walks over values. */
public final class Values {
  private Values() {}

  /** Visits every value that the roots are made of once, operands first. */
  public static void walk(Stream<Value> roots, Consumer<Value> visitor) {
    Set<Value> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    roots.forEach(r -> walk(r, visitor, seen));
  }

  private static void walk(Value value, Consumer<Value> visitor, Set<Value> seen) {
    if (!seen.add(value)) {
      return;
    }
    if (value instanceof Value.Apply apply) {
      apply.inputs().forEach(i -> walk(i, visitor, seen));
    }
    if (value instanceof Value.Load load && load.spot() != null) {
      walk(load.spot().position(), visitor, seen);
    }
    if (value instanceof Value.Within within) {
      walk(within.position(), visitor, seen);
    }
    visitor.accept(value);
  }
}
