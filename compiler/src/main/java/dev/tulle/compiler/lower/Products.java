package dev.tulle.compiler.lower;

import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.sema.TensorType;
import dev.tulle.compiler.sema.Typed;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Recognises the sum of a product whose factors lack some of its axes, {@code sum[k](x[i, k] * w[k,
 * j])}, which is a contraction: the product itself, with all its axes, is never made.
 */
final class Products {
  private static final int BATCH = -1;

  private final GraphLowering lowering;

  Products(GraphLowering lowering) {
    this.lowering = lowering;
  }

  /**
   * A factor without what merely repeats or reorders it.
   *
   * @param labels the axis of the product for each of its visible axes
   */
  private record Factor(Typed node, List<Integer> labels) {
    List<Integer> withBatch() {
      var all = new ArrayList<Integer>();
      if (node.type().batched()) {
        all.add(BATCH);
      }
      all.addAll(labels);
      return all;
    }
  }

  /** A contraction's factors and its labels. */
  private record Contraction(Factor left, Factor right, List<Integer> result) {}

  /** What the contraction that a reduction is reads, or null where it is none. */
  static @Nullable List<Typed> factors(Typed.Form.Reduce reduce) {
    Contraction found = find(reduce);
    return found == null ? null : List.of(found.left().node(), found.right().node());
  }

  /** The contraction that a reduction is, or null where it is none. */
  @Nullable Node contract(Typed typed, Typed.Form.Reduce reduce) {
    Contraction found = find(reduce);
    if (found == null) {
      return null;
    }
    Node a = lowering.lower(found.left().node());
    Node b = lowering.lower(found.right().node());
    return lowering
        .builder()
        .at(typed.site(), typed.hint())
        .contract(
            a,
            b,
            shifted(found.left().withBatch()),
            shifted(found.right().withBatch()),
            shifted(found.result()));
  }

  private static @Nullable Contraction find(Typed.Form.Reduce reduce) {
    boolean sums =
        reduce.combination() == Typed.Combination.SUM
            || reduce.combination() == Typed.Combination.MEAN;
    if (!sums) {
      return null;
    }
    if (!(reduce.of().form() instanceof Typed.Form.Elementwise product
        && product.function() == ScalarFunction.MULTIPLY)) {
      return null;
    }
    Factor left = factor(product.arguments().get(0));
    Factor right = factor(product.arguments().get(1));
    List<Integer> l = left.withBatch();
    List<Integer> r = right.withBatch();
    boolean outer =
        l.stream().anyMatch(a -> !r.contains(a)) && r.stream().anyMatch(a -> !l.contains(a));
    if (!outer) {
      return null;
    }
    TensorType type = reduce.of().type();
    var result = new ArrayList<Integer>();
    if (type.batched()) {
      result.add(BATCH);
    }
    IntStream.range(0, type.rank()).filter(a -> !reduce.axes().contains(a)).forEach(result::add);
    boolean summed = reduce.axes().stream().allMatch(a -> l.contains(a) || r.contains(a));
    if (!summed) {
      return null;
    }
    return new Contraction(left, right, result);
  }

  /** Labels from 0 on. */
  private static List<Integer> shifted(List<Integer> labels) {
    return labels.stream().map(a -> a + 1).toList();
  }

  private static Factor factor(Typed typed) {
    List<Integer> labels = IntStream.range(0, typed.type().rank()).boxed().toList();
    Typed node = typed;
    while (true) {
      List<Integer> outer = labels;
      if (node.form() instanceof Typed.Form.Spread spread) {
        labels = spread.axes().stream().map(outer::get).toList();
        node = spread.of();
      } else if (node.form() instanceof Typed.Form.Permute permute) {
        labels =
            IntStream.range(0, outer.size())
                .mapToObj(a -> outer.get(permute.axes().indexOf(a)))
                .toList();
        node = permute.of();
      } else {
        return new Factor(node, labels);
      }
    }
  }
}
