package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Size;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the loops whose rows need not wait for each other: threads then meet once for a loop, not
 * once for each kernel of each turn.
 *
 * <p>Before: kernels in order, weights of loops laid out. After: the same, some loops {@linkplain
 * Repeat#byRows() by rows}.
 */
final class LoopsByRows {
  private LoopsByRows() {}

  static List<Step> of(List<Step> steps) {
    var after = new ArrayList<Step>();
    for (Step step : steps) {
      if (!(step instanceof Repeat loop)) {
        after.add(step);
      } else if (isRowWise(loop) && staysNear(loop)) {
        after.add(loop.rowByRow());
      } else {
        after.add(loop.with(of(loop.steps())));
      }
    }
    return after;
  }

  private static boolean isRowWise(Repeat loop) {
    Map<Buffer, Size> stretches = new IdentityHashMap<>();
    return loop.kernels().allMatch(RowWise::is)
        && loop.kernels()
            .flatMap(Kernel::buffers)
            .allMatch(
                b -> {
                  Size each = b.stretch().count();
                  return each.equals(stretches.computeIfAbsent(b.base(), k -> each));
                });
  }

  /**
   * Whether what all rows read, which each piece of them reads at every turn, stays in the cache of
   * a core beside them: larger weights are read less often where threads share each product.
   */
  private static boolean staysNear(Repeat loop) {
    Set<Buffer> shared = Collections.newSetFromMap(new IdentityHashMap<>());
    loop.kernels().flatMap(Kernel::buffers).map(Buffer::base).forEach(shared::add);
    return shared.stream().filter(b -> b.count().isKnown()).mapToLong(b -> b.count().value()).sum()
        <= ServingRows.NEAR;
  }
}
