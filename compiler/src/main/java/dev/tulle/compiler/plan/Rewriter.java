package dev.tulle.compiler.plan;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Changes the positions in values; what was shared stays shared. */
final class Rewriter {
  private final Map<Value, Value> known = new IdentityHashMap<>();
  private final UnaryOperator<Affine> change;
  private final UnaryOperator<Affine> counted;
  private final Value replaced;
  private final Value other;

  Rewriter(UnaryOperator<Affine> change) {
    this(change, new Value.Accumulator());
  }

  /**
   * @param accumulator what stands for the sums of a product
   */
  Rewriter(UnaryOperator<Affine> change, Value accumulator) {
    this(change, new Value.Accumulator(), accumulator);
  }

  /**
   * @param other what stands for {@code replaced}
   */
  Rewriter(UnaryOperator<Affine> change, Value replaced, Value other) {
    this(change, change, replaced, other);
  }

  private Rewriter(
      UnaryOperator<Affine> change, UnaryOperator<Affine> counted, Value replaced, Value other) {
    this.change = change;
    this.counted = counted;
    this.replaced = replaced;
    this.other = other;
  }

  /** Changes only positions that are numbers, not those of what is loaded and stored. */
  static Rewriter ofNumbers(UnaryOperator<Affine> change) {
    var accumulator = new Value.Accumulator();
    return new Rewriter(UnaryOperator.identity(), change, accumulator, accumulator);
  }

  Value rewrite(Value value) {
    Value before = known.get(value);
    if (before != null) {
      return before;
    }
    Value after = value;
    if (value.equals(replaced)) {
      after = other;
    } else if (value instanceof Value.Load load) {
      after = new Value.Load(load.buffer(), change.apply(load.at()), rewrite(load.spot()));
    } else if (value instanceof Value.Within within) {
      after = new Value.Within(rewrite(within.position()), within.count());
    } else if (value instanceof Value.Position position) {
      after = new Value.Position(counted.apply(position.at()));
    } else if (value instanceof Value.Random random) {
      after =
          new Value.Random(random.distribution(), random.stream(), counted.apply(random.element()));
    } else if (value instanceof Value.Apply apply) {
      after =
          new Value.Apply(apply.function(), apply.inputs().stream().map(this::rewrite).toList());
    }
    known.put(value, after);
    return after;
  }

  private Value.@Nullable Spot rewrite(Value.@Nullable Spot spot) {
    return spot == null
        ? null
        : new Value.Spot((Value.Within) rewrite(spot.position()), spot.stride());
  }

  Kernel.Store rewrite(Kernel.Store store) {
    return new Kernel.Store(
        store.buffer(), change.apply(store.at()), rewrite(store.spot()), rewrite(store.value()));
  }

  Kernel.Stage rewrite(Kernel.Stage stage) {
    return new Kernel.Stage(
        stage.elementwise(),
        stage.reductions().stream()
            .map(r -> new Kernel.Reduction(r.index(), r.kind(), rewrite(r.of())))
            .toList(),
        stage.stores().stream().map(this::rewrite).toList());
  }
}
