package dev.tulle.compiler.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Dear values that two walks over a row need, as the exponentials of a softmax, once for their sum
 * and once for the quotients.
 *
 * <p>Before: both walks compute them. After: the first walk leaves them where the second one writes
 * its result, which finds them there.
 */
final class Waiting {
  /** What is worth a store and a load in the nearest cache: an exponential, and what costs more. */
  private static final int DEAR = 12;

  private final List<Kernel.Stage> stages;

  private Waiting(List<Kernel.Stage> stages) {
    this.stages = new ArrayList<>(stages);
  }

  static List<Kernel.Stage> in(List<Kernel.Stage> stages) {
    var waiting = new Waiting(stages);
    for (int later = 1; later < stages.size(); later++) {
      for (int store = 0; store < stages.get(later).stores().size(); store++) {
        waiting.look(later, store);
      }
    }
    return List.copyOf(waiting.stages);
  }

  private void look(int later, int number) {
    Kernel.Store store = stages.get(later).stores().get(number);
    if (!stages.get(later).elementwise() || !isFree(store)) {
      return;
    }
    for (int first = 0; first < later; first++) {
      Optional<Value> dear = common(stages.get(first), store);
      if (dear.isPresent() && !isNeededElsewhere(dear.get(), first, store)) {
        var place = new Value.Load(store.buffer(), store.at());
        add(first, new Kernel.Store(store.buffer(), store.at(), dear.get()));
        replace(later, number, new Rewriter(at -> at, dear.get(), place).rewrite(store));
        return;
      }
    }
  }

  /** Whether a value may wait where a store writes: nothing else of the kernel lies there. */
  private boolean isFree(Kernel.Store store) {
    Buffer base = store.buffer().base();
    long stores =
        stages.stream()
            .flatMap(s -> s.stores().stream())
            .filter(s -> s.buffer().base() == base)
            .count();
    return stores == 1
        && store.spot() == null
        && base.storage() == null
        && !holds(stages.stream().flatMap(Kernel.Stage::roots), v -> isLoadOf(v, base));
  }

  private static boolean isLoadOf(Value value, Buffer base) {
    return value instanceof Value.Load load && load.buffer().base() == base;
  }

  /** The last of the dear values that a walk reduces of which a store of a later one is made. */
  private static Optional<Value> common(Kernel.Stage walk, Kernel.Store store) {
    if (!walk.elementwise()) {
      return Optional.empty();
    }
    var wanted = dear(Stream.of(store.value()));
    return dear(walk.reductions().stream().map(Kernel.Reduction::of)).stream()
        .filter(wanted::contains)
        .reduce((a, b) -> b);
  }

  private static List<Value> dear(Stream<Value> roots) {
    var found = new ArrayList<Value>();
    Values.walk(
        roots,
        v -> {
          if (v instanceof Value.Apply apply && Costs.of(apply.function()) >= DEAR) {
            found.add(v);
          }
        });
    return found;
  }

  /** Whether a walk behind the first computes it for something else besides. */
  private boolean isNeededElsewhere(Value dear, int first, Kernel.Store store) {
    return holds(
        stages.subList(first + 1, stages.size()).stream()
            .flatMap(Kernel.Stage::roots)
            .filter(root -> root != store.value()),
        dear::equals);
  }

  private static boolean holds(Stream<Value> roots, Predicate<Value> what) {
    var found = new AtomicBoolean();
    Values.walk(roots, v -> found.compareAndSet(false, what.test(v)));
    return found.get();
  }

  private void add(int stage, Kernel.Store store) {
    Kernel.Stage before = stages.get(stage);
    var stores = new ArrayList<>(before.stores());
    stores.add(store);
    stages.set(stage, new Kernel.Stage(before.elementwise(), before.reductions(), stores));
  }

  private void replace(int stage, int number, Kernel.Store store) {
    Kernel.Stage before = stages.get(stage);
    var stores = new ArrayList<>(before.stores());
    stores.set(number, store);
    stages.set(stage, new Kernel.Stage(before.elementwise(), before.reductions(), stores));
  }
}
