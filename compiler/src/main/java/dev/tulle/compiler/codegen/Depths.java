package dev.tulle.compiler.codegen;

import dev.tulle.compiler.plan.Affine;
import dev.tulle.compiler.plan.Value;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/** Along which loops of a kernel its values differ. */
final class Depths {
  private final int loops;
  private final boolean vectorReductions;
  private final IdentityHashMap<Value, Integer> known = new IdentityHashMap<>();

  /**
   * @param loops how many
   * @param vectorReductions whether reductions have a result for each position of the last loop
   */
  Depths(int loops, boolean vectorReductions) {
    this.loops = loops;
    this.vectorReductions = vectorReductions;
  }

  /** Whether the value differs along the innermost loop. */
  boolean varies(Value value) {
    return loops > 0 && deepest(value) == loops - 1;
  }

  /** The innermost loop along which the value differs, or -1. */
  int deepest(Value value) {
    Integer before = known.get(value);
    if (before == null) {
      before = find(value);
      known.put(value, before);
    }
    return before;
  }

  private int find(Value value) {
    if (value instanceof Value.Apply apply) {
      return apply.inputs().stream().mapToInt(this::deepest).max().orElse(-1);
    }
    if (value instanceof Value.Within within) {
      return deepest(within.position());
    }
    if (value instanceof Value.Accumulator
        || (value instanceof Value.Reduced && vectorReductions)) {
      return loops - 1;
    }
    Affine at = at(value);
    int loop = at == null ? -1 : at.strides().size() - 1;
    while (at != null && loop >= 0 && at.isStill(loop, loop + 1)) {
      loop--;
    }
    if (value instanceof Value.Load load && load.spot() != null) {
      loop = Math.max(loop, deepest(load.spot().position()));
    }
    return loop;
  }

  /** Where the value is taken from, or which number it is; null for a value without a place. */
  static @Nullable Affine at(Value value) {
    if (value instanceof Value.Load load) {
      return load.at();
    } else if (value instanceof Value.Position position) {
      return position.at();
    } else if (value instanceof Value.Random random) {
      return random.element();
    }
    return null;
  }
}
