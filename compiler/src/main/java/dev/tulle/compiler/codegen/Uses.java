package dev.tulle.compiler.codegen;

import dev.tulle.compiler.plan.Value;
import java.util.IdentityHashMap;
import java.util.List;

/** How often values are asked for: what is used once needs no name. */
final class Uses {
  private final IdentityHashMap<Value, Integer> counts = new IdentityHashMap<>();

  Uses(List<Value> roots) {
    roots.forEach(this::count);
  }

  private void count(Value value) {
    if (counts.merge(value, 1, Integer::sum) > 1) {
      return;
    }
    if (value instanceof Value.Apply apply) {
      apply.inputs().forEach(this::count);
    } else if (value instanceof Value.Load load && load.spot() != null) {
      count(load.spot().position());
    } else if (value instanceof Value.Within within) {
      count(within.position());
    }
  }

  boolean isOnce(Value value) {
    return counts.getOrDefault(value, 0) <= 1;
  }
}
