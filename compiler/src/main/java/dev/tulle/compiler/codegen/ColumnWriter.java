package dev.tulle.compiler.codegen;

import dev.tulle.compiler.plan.Kernel;

/**
 * Writes a reduction by columns: the loops of the reduction lie within that over the columns, and
 * the lanes of a vector are columns beside each other.
 */
final class ColumnWriter {
  private final Kernel.Loop kernel;
  private final LoopText text;
  private final LoopNest nest;
  private final StageWriter stages;
  private final RunOverStores ends;
  private final boolean vector;

  ColumnWriter(LoopText text, StageWriter stages, RunOverStores ends) {
    this.text = text;
    this.nest = text.nest();
    this.kernel = nest.kernel();
    this.stages = stages;
    this.ends = ends;
    this.vector = nest.isVector();
  }

  void write() {
    Kernel.Stage walk = kernel.stages().get(0);
    Kernel.Stage after = kernel.stages().get(1);
    text.open(nest.inner(), nest.begin(), nest.end(), vector ? " += LANES" : "++");
    walk.reductions().forEach(text.accumulators()::declare);
    text.elements().walk(walk.roots().toList());
    if (isWrittenOut()) {
      writeOut(walk, 0);
    } else {
      text.openMiddle();
      stages.element(walk, vector, "");
      text.closeMiddle();
    }
    walk.reductions().forEach(text.accumulators()::keep);
    text.elements().walk(after.roots().toList());
    if (vector && !nest.isWhole()) {
      ends.write(after, nest.end());
    } else {
      stages.store(after, vector, "");
    }
    text.close();
  }

  /**
   * Whether the loops of a reduction are few steps in several loops, such as a pooling window: C2
   * keeps no vectors in registers through those.
   */
  private boolean isWrittenOut() {
    return ShortRows.isFewSteps(kernel.middle());
  }

  /** The steps of the loops of a reduction from one of them on, one after the other. */
  private void writeOut(Kernel.Stage walk, int loop) {
    if (loop == kernel.middle().size()) {
      stages.element(walk, vector, "");
      return;
    }
    for (long i = 0; i < kernel.middle().get(loop).value(); i++) {
      text.openStep(nest.middle(loop), i);
      writeOut(walk, loop + 1);
      text.close();
    }
  }
}
