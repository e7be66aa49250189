package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.ScalarFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A kernel that adds up over the rows of the batch, made to add the sums of a strip of rows to
 * those of the strips before it.
 *
 * @param kernel adds what it stores of all rows to what is there
 * @param sums what it adds to
 * @param cleared those of them that have to be zeros before the first strip
 */
record RowSums(Kernel kernel, List<Buffer> sums, List<Buffer> cleared) {
  /**
   * Of a kernel whose sums over the rows are stored as they are, or by a factor that is the same
   * for all rows; null for any other.
   *
   * @param passed what it stores without adding to it: sums of a strip that another kernel adds
   */
  static @Nullable RowSums of(Kernel kernel, Predicate<Buffer> passed) {
    RowWise walk = RowWise.of(kernel);
    if (walk == null || !walk.keepsApart()) {
      return null;
    }
    Predicate<Value> summed = v -> v instanceof Value.Accumulator || v instanceof Value.Reduced;
    var sums = new ArrayList<Buffer>();
    for (Kernel.Store store : kernel.stores().toList()) {
      if (walk.keepsToItsRow(store)) {
        if (!store.values().allMatch(v -> isFree(v, summed))) {
          return null;
        }
      } else if (walk.isShared(store)
          && (addsToItself(store) || walk.isReduced() && isLinear(store.value(), summed))) {
        sums.add(store.buffer().base());
      } else {
        return null;
      }
    }
    if (kernel instanceof Kernel.Loop loop
        && walk.isReduced()
        && !loop.stages().stream().allMatch(s -> onlyAddsUp(s, summed))) {
      return null;
    }
    return adding(kernel, sums, passed);
  }

  /**
   * Of a kernel without rows that adds up sums of a strip, or scales them; null for any other.
   *
   * @param part the sums of a strip
   * @param passed as above
   */
  static @Nullable RowSums ofParts(
      Kernel kernel, Predicate<Buffer> part, Predicate<Buffer> passed) {
    if (!(kernel instanceof Kernel.Loop loop) || loop.diagonal() != null) {
      return null;
    }
    Predicate<Value> loaded = v -> v instanceof Value.Load load && part.test(load.buffer().base());
    Predicate<Value> reduced = v -> v instanceof Value.Reduced;
    boolean adds = loop.stages().stream().anyMatch(s -> !s.reductions().isEmpty());
    boolean linear =
        loop.stages().stream()
                .flatMap(s -> s.reductions().stream())
                .allMatch(
                    r -> r.kind() == Op.Reduce.Reduction.SUM && isLinear(r.of(), loaded))
            && loop.stores()
                .map(Kernel.Store::value)
                .allMatch(
                    v -> adds ? isLinear(v, reduced) && isFree(v, loaded) : isLinear(v, loaded))
            && loop.stores().allMatch(s -> s.spot() == null);
    if (!linear) {
      return null;
    }
    return adding(kernel, kernel.stores().map(s -> s.buffer().base()).toList(), passed);
  }

  /** Whether a value is made without what adds up. */
  private static boolean isFree(Value value, Predicate<Value> summed) {
    boolean[] free = {true};
    Values.walk(Stream.of(value), v -> free[0] &= !summed.test(v));
    return free[0];
  }

  /** Whether the value of a sum is the sum of the values: it is one of those, by some factor. */
  private static boolean isLinear(Value value, Predicate<Value> summed) {
    if (summed.test(value)) {
      return true;
    }
    if (!(value instanceof Value.Apply apply)) {
      return false;
    }
    List<Value> of = apply.inputs();
    return switch (apply.function()) {
      case ADD, SUBTRACT -> isLinear(of.get(0), summed) && isLinear(of.get(1), summed);
      case NEGATE -> isLinear(of.get(0), summed);
      case MULTIPLY ->
          isLinear(of.get(0), summed) && isFree(of.get(1), summed)
              || isFree(of.get(0), summed) && isLinear(of.get(1), summed);
      case DIVIDE -> isLinear(of.get(0), summed) && isFree(of.get(1), summed);
      default -> false;
    };
  }

  /** Whether it adds to the element where it stores, as scatters do. */
  private static boolean addsToItself(Kernel.Store store) {
    return store.value() instanceof Value.Apply apply
        && apply.function() == ScalarFunction.ADD
        && apply.inputs().get(0) instanceof Value.Load load
        && load.buffer() == store.buffer()
        && load.at().equals(store.at())
        && Objects.equals(load.spot(), store.spot());
  }

  /** Whether what it combines are plain sums, for which no element asks. */
  private static boolean onlyAddsUp(Kernel.Stage stage, Predicate<Value> summed) {
    return stage.reductions().stream()
            .allMatch(r -> r.kind() == Op.Reduce.Reduction.SUM && isFree(r.of(), summed))
        && (!stage.elementwise()
            || stage.stores().stream()
                .flatMap(Kernel.Store::values)
                .allMatch(v -> isFree(v, summed)));
  }

  private static RowSums adding(Kernel kernel, List<Buffer> sums, Predicate<Buffer> passed) {
    List<Buffer> kept = sums.stream().filter(passed.negate()).toList();
    var cleared = new ArrayList<Buffer>();
    Kernel added;
    if (kernel instanceof Kernel.Product product) {
      added = product.storing(adding(product.epilogue(), kept, cleared));
    } else {
      var loop = (Kernel.Loop) kernel;
      added =
          loop.staged(
              loop.stages().stream()
                  .map(
                      s ->
                          new Kernel.Stage(
                              s.elementwise(),
                              s.reductions(),
                              adding(s.stores(), kept, cleared)))
                  .toList());
    }
    return new RowSums(added, kept, List.copyOf(cleared));
  }

  private static List<Kernel.Store> adding(
      List<Kernel.Store> stores, List<Buffer> kept, List<Buffer> cleared) {
    var adding = new ArrayList<Kernel.Store>();
    for (Kernel.Store store : stores) {
      if (!kept.contains(store.buffer().base()) || addsToItself(store)) {
        adding.add(store);
      } else {
        Value before = new Value.Load(store.buffer(), store.at(), store.spot());
        Value sum = new Value.Apply(ScalarFunction.ADD, List.of(before, store.value()));
        adding.add(new Kernel.Store(store.buffer(), store.at(), store.spot(), sum));
        cleared.add(store.buffer().base());
      }
    }
    return adding;
  }
}
