package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A kernel that adds up over the rows of the batch, made to add the sums of a strip of rows to
 * those of the strips before it.
 *
 * @param kernel adds what it stores of all rows to what is there
 * @param sums what it adds to
 * @param cleared those of them that have to be zeros before the first strip
 * @param begins what writes others of them, which begin with what no row decides, as a penalty's
 *     gradient
 */
record RowSums(Kernel kernel, List<Buffer> sums, List<Buffer> cleared, List<Kernel> begins) {
  /**
   * Of a kernel whose sums over the rows are stored as they are, or by a factor that is the same
   * for all rows, or with something added that is; null for any other.
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
          && (addsToItself(store) || walk.isReduced() && Terms.of(store.value(), summed) != null)) {
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
    return adding(kernel, sums, summed, passed);
  }

  /**
   * Of a kernel without rows that adds up sums of a strip, or scales them; null for any other.
   *
   * @param part the sums of a strip, which it makes those of all rows
   * @param passed what it stores without adding to it
   */
  static @Nullable RowSums ofParts(
      Kernel kernel, Predicate<Buffer> part, Predicate<Buffer> passed) {
    if (!(kernel instanceof Kernel.Loop loop)
        || loop.diagonal() != null
        || !loop.loops().stream().allMatch(Size::isKnown)) {
      return null;
    }
    Predicate<Value> loaded = v -> v instanceof Value.Load load && part.test(load.buffer().base());
    Predicate<Value> reduced = v -> v instanceof Value.Reduced;
    List<Kernel.Reduction> reductions =
        loop.stages().stream().flatMap(s -> s.reductions().stream()).toList();
    Predicate<Value> summed = reductions.isEmpty() ? loaded : reduced;
    boolean linear =
        reductions.stream()
                .allMatch(r -> r.kind() == Op.Reduce.Reduction.SUM && isLinear(r.of(), loaded))
            && loop.stages().stream()
                .allMatch(
                    stage ->
                        stage.stores().isEmpty() || reductions.isEmpty() || !stage.elementwise())
            && loop.stores()
                .allMatch(
                    s ->
                        s.spot() == null
                            && Terms.of(s.value(), summed) != null
                            && (summed == loaded || isFree(s.value(), loaded)));
    return linear
        ? adding(kernel, kernel.stores().map(s -> s.buffer().base()).toList(), summed, passed)
        : null;
  }

  /** Whether all that a kernel stores there are sums over rows, or these by some factor. */
  static boolean areSums(Kernel kernel, Buffer buffer) {
    Predicate<Value> summed = v -> v instanceof Value.Accumulator || v instanceof Value.Reduced;
    return kernel
        .stores()
        .filter(s -> s.buffer().base() == buffer)
        .allMatch(s -> isLinear(s.value(), summed));
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

  /**
   * A value as what is a sum over rows, and what no row decides.
   *
   * @param fixed null where there is nothing of the kind
   */
  private record Terms(Value summed, @Nullable Value fixed) {
    /** Null where the value is something else. */
    static @Nullable Terms of(Value value, Predicate<Value> summed) {
      if (isLinear(value, summed)) {
        return new Terms(value, null);
      }
      if (value instanceof Value.Apply apply && apply.function() == ScalarFunction.ADD) {
        for (int i = 0; i < 2; i++) {
          Value other = apply.inputs().get(1 - i);
          Terms terms = isFree(other, summed) ? of(apply.inputs().get(i), summed) : null;
          if (terms != null) {
            return new Terms(
                terms.summed(), terms.fixed() == null ? other : sum(terms.fixed(), other));
          }
        }
      }
      return null;
    }
  }

  private static Value sum(Value a, Value b) {
    return new Value.Apply(ScalarFunction.ADD, List.of(a, b));
  }

  /** What becomes of a kernel's stores. */
  private static RowSums adding(
      Kernel kernel, List<Buffer> sums, Predicate<Value> summed, Predicate<Buffer> passed) {
    List<Buffer> kept = sums.stream().filter(passed.negate()).toList();
    var cleared = new ArrayList<Buffer>();
    var begins = new ArrayList<Kernel>();
    UnaryOperator<Kernel.Store> change =
        store -> {
          if (!kept.contains(store.buffer().base()) || addsToItself(store)) {
            return store;
          }
          Terms terms = Objects.requireNonNull(Terms.of(store.value(), summed));
          if (terms.fixed() == null) {
            cleared.add(store.buffer().base());
          } else {
            begins.add(begin(kernel, store, terms.fixed()));
          }
          Value before = new Value.Load(store.buffer(), store.at(), store.spot());
          return new Kernel.Store(
              store.buffer(), store.at(), store.spot(), sum(before, terms.summed()));
        };
    Kernel added;
    if (kernel instanceof Kernel.Product product) {
      added = product.storing(product.epilogue().stream().map(change).toList());
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
                              s.stores().stream().map(change).toList()))
                  .toList());
    }
    return new RowSums(added, kept, List.copyOf(cleared), List.copyOf(begins));
  }

  /** Writes what a sum begins with. */
  private static Kernel begin(Kernel kernel, Kernel.Store store, Value fixed) {
    var sizes = new ArrayList<Size>();
    UnaryOperator<Affine> kept = UnaryOperator.identity();
    if (kernel instanceof Kernel.Product product) {
      product.shape().batch().forEach(axis -> sizes.add(axis.count()));
      sizes.add(product.shape().rows());
      sizes.add(product.shape().columns());
    } else if (((Kernel.Loop) kernel).stages().stream().allMatch(s -> s.reductions().isEmpty())) {
      sizes.addAll(((Kernel.Loop) kernel).loops());
    } else {
      var loop = (Kernel.Loop) kernel;
      int outer = loop.outer().size();
      int inner = loop.columns() ? loop.outer().size() + loop.middle().size() : loop.loops().size();
      sizes.addAll(loop.outer());
      sizes.addAll(loop.loops().subList(inner, loop.loops().size()));
      kept =
          at -> {
            var strides = new ArrayList<>(at.strides().subList(0, outer));
            strides.addAll(at.strides().subList(inner, at.strides().size()));
            return new Affine(at.offset(), strides);
          };
    }
    var begun = new Kernel.Store(store.buffer(), store.at(), fixed);
    return new Nest(sizes, sizes.size(), 0, false)
        .collapse(
            kernel.name(),
            kernel.origin(),
            List.of(new Kernel.Stage(true, List.of(), List.of(new Rewriter(kept).rewrite(begun)))));
  }
}
