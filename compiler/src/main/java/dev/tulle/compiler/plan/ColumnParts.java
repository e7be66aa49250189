package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.source.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reductions of many rows to few columns, such as a batch norm's, cut into parts of these rows:
 * threads share the parts, and what a part reads stays in the cache of a core while one vector of
 * columns after the other is reduced. Their number does not depend on threads, so that sums are the
 * same whoever adds them.
 */
final class ColumnParts {
  private static final int COUNT = 32;

  /** Elements in each row of the batch that are worth a kernel more. */
  private static final long LEAST_ELEMENTS = 2048;

  /** Columns of which there are so many keep threads busy anyway. */
  private static final long MOST_COLUMNS = 1024;

  private final String name;
  private final @Nullable Span origin;
  private final Shape kept;

  /**
   * @param kept the shape of the results
   */
  ColumnParts(String name, @Nullable Span origin, Shape kept) {
    this.name = name;
    this.origin = origin;
    this.kept = kept;
  }

  /**
   * @param reduced the axes along which is reduced
   * @param kept the shape of the results
   */
  static boolean areWorthIt(List<Size> reduced, Shape kept) {
    if (reduced.isEmpty() || !reduced.get(0).equals(Size.ROWS) || !kept.count().isKnown()) {
      return false;
    }
    Size each = reduced.subList(1, reduced.size()).stream().reduce(kept.count(), Size::times);
    return each.isKnown() && each.value() >= LEAST_ELEMENTS && kept.count().value() <= MOST_COLUMNS;
  }

  /**
   * The reductions of the parts, then of these to the results.
   *
   * @param loops those of the cluster, without the one that counts parts
   * @param outer how many of them are kept, besides the last
   * @param reductions by their number
   * @param result the element of the results in the loops
   * @param stores what is done with the results
   */
  List<Kernel> kernels(
      List<Size> loops,
      int outer,
      List<Kernel.Reduction> reductions,
      IndexMap result,
      List<Kernel.Store> stores) {
    Affine at = result.linear(kept);
    var strides = new ArrayList<>(at.strides());
    strides.set(0, kept.count());
    Affine ofPart = new Affine(at.offset(), strides);
    var partStores = new ArrayList<Kernel.Store>();
    var sums = new ArrayList<Kernel.Reduction>();
    for (Kernel.Reduction reduction : reductions) {
      Buffer buffer = new Buffer(name + "Parts", kept.count().times(Size.of(COUNT)), null);
      partStores.add(new Kernel.Store(buffer, ofPart, new Value.Reduced(reduction.index())));
      sums.add(
          new Kernel.Reduction(
              reduction.index(), reduction.kind(), new Value.Load(buffer, turned(ofPart, outer))));
    }
    var all = new ArrayList<Size>(List.of(Size.of(COUNT)));
    all.addAll(loops);
    Kernel parts =
        new Nest(all, outer + 1, loops.size() - outer - 1, true, COUNT)
            .collapse(
                name,
                origin,
                List.of(
                    new Kernel.Stage(true, reductions, List.of()),
                    new Kernel.Stage(false, List.of(), partStores)));
    var rewriter = new Rewriter(x -> turned(x, outer));
    var keptLoops = new ArrayList<>(loops.subList(0, outer));
    keptLoops.add(Size.of(COUNT));
    keptLoops.add(loops.get(loops.size() - 1));
    Kernel whole =
        new Nest(keptLoops, outer, 1, true)
            .collapse(
                name,
                origin,
                List.of(
                    new Kernel.Stage(true, sums, List.of()),
                    new Kernel.Stage(
                        false, List.of(), stores.stream().map(rewriter::rewrite).toList())));
    return List.of(parts, whole);
  }

  /** In a nest of the kept loops with that of the parts between them: what is reduced is gone. */
  private static Affine turned(Affine at, int outer) {
    List<Size> strides = at.strides();
    var kept = new ArrayList<>(strides.subList(1, outer + 1));
    kept.add(strides.get(0));
    kept.addAll(Collections.singletonList(strides.get(strides.size() - 1)));
    return new Affine(at.offset(), kept);
  }
}
