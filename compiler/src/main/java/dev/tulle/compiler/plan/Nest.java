package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A loop nest before it is simplified: loops of one step vanish, neighbours that every access walks
 * through evenly become one.
 *
 * @param sizes of all loops, outermost first
 * @param outer how many of them are independent
 * @param reduced how many follow that reductions run over; in a nest of columns one more follows,
 *     the contiguous one
 * @param columns as {@link Kernel.Loop#columns}
 * @param parts as {@link Kernel.Loop#parts}
 */
record Nest(List<Size> sizes, int outer, int reduced, boolean columns, int parts) {
  private static final int OUTER = 0;
  private static final int REDUCED = 1;
  private static final int CONTIGUOUS = 2;
  private static final int PART = 3;

  Nest(List<Size> sizes, int outer, int reduced, boolean columns) {
    this(sizes, outer, reduced, columns, 1);
  }

  /** One loop of the simplified nest: its size, its kind, and the loop whose strides it has. */
  private record Merged(Size size, int kind, int strides) {}

  Kernel.Loop collapse(String name, @Nullable Span origin, List<Kernel.Stage> stages) {
    return collapse(name, origin, stages, null);
  }

  /**
   * As above.
   *
   * @param diagonal as {@link Kernel.Loop#diagonal}
   */
  Kernel.Loop collapse(
      String name, @Nullable Span origin, List<Kernel.Stage> stages, @Nullable Affine diagonal) {
    List<Affine> accesses = accesses(stages);
    if (diagonal != null) {
      accesses.add(diagonal);
    }
    var merged = new ArrayList<Merged>();
    for (int i = sizes.size() - 1; i >= 0; i--) {
      Merged below = merged.isEmpty() ? null : merged.get(0);
      if (sizes.get(i).isOne()) {
        continue;
      }
      if (below != null && below.kind() == kind(i) && merges(i, below, accesses)) {
        merged.set(0, new Merged(sizes.get(i).times(below.size()), below.kind(), below.strides()));
      } else {
        merged.add(0, new Merged(sizes.get(i), kind(i), i));
      }
    }
    if (!merged.isEmpty()
        && scatters(stages)
        && merged.stream().noneMatch(m -> m.kind() == CONTIGUOUS)) {
      // What is met twice must not lie along the loop that pieces are made of.
      merged.add(new Merged(Size.ONE, CONTIGUOUS, sizes.size() - 1));
    }
    boolean rows = reduced > 0 && !columns && !scatters(stages);
    if (rows && merged.stream().noneMatch(m -> m.kind() == REDUCED)) {
      merged.add(new Merged(Size.ONE, REDUCED, sizes.size() - 1));
    }
    UnaryOperator<Affine> merging =
        a ->
            new Affine(a.offset(), merged.stream().map(m -> a.strides().get(m.strides())).toList());
    Rewriter rewriter = new Rewriter(merging);
    List<Kernel.Stage> rewritten = stages.stream().map(rewriter::rewrite).toList();
    List<Size> all = merged.stream().map(Merged::size).toList();
    int last = merged.isEmpty() ? 0 : merged.size() - 1;
    int outers =
        (int)
            merged.stream().limit(last).filter(m -> m.kind() == OUTER || m.kind() == PART).count();
    return new Kernel.Loop(
        name,
        origin,
        all.subList(0, outers),
        all.subList(outers, last),
        all.subList(last, all.size()),
        columns,
        rewritten,
        cost(rewritten),
        parts,
        diagonal == null ? null : merging.apply(diagonal));
  }

  private static boolean scatters(List<Kernel.Stage> stages) {
    return stages.stream().flatMap(s -> s.stores().stream()).anyMatch(s -> s.spot() != null);
  }

  private int kind(int loop) {
    if (loop == 0 && parts > 1) {
      return PART;
    }
    if (loop < outer) {
      return OUTER;
    }
    return loop < outer + reduced ? REDUCED : CONTIGUOUS;
  }

  private boolean merges(int loop, Merged below, List<Affine> accesses) {
    for (Affine access : accesses) {
      Size stride = access.strides().get(loop);
      Size inner = access.strides().get(below.strides());
      Size even = Affine.isStill(inner) ? Affine.STILL : inner.times(below.size());
      if (!stride.equals(even)) {
        return false;
      }
    }
    return true;
  }

  private static List<Affine> accesses(List<Kernel.Stage> stages) {
    var found = new ArrayList<Affine>();
    Rewriter collector =
        new Rewriter(
            a -> {
              found.add(a);
              return a;
            });
    stages.forEach(collector::rewrite);
    return found;
  }

  /** The work of an element. */
  static int cost(List<Kernel.Stage> stages) {
    AtomicInteger cost = new AtomicInteger();
    Values.walk(stages.stream().flatMap(Kernel.Stage::roots), v -> cost.addAndGet(cost(v)));
    return Math.max(1, cost.get());
  }

  private static int cost(Value value) {
    if (value instanceof Value.Apply apply) {
      ScalarFunction function = apply.function();
      return Costs.of(function);
    }
    return value instanceof Value.Random ? 12 : value instanceof Value.Load ? Costs.LOAD : 0;
  }
}
