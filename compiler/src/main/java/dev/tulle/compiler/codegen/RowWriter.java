package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.Kernel;
import dev.tulle.compiler.plan.Value;
import java.util.List;
import java.util.Objects;

/** Writes what a loop kernel does with a row: walks along it, and what is done once for a row. */
final class RowWriter {
  /** Operations on a vector that are written twice at most. */
  private static final int MOST_TWICE = 40;

  private final Kernel.Loop kernel;
  private final LoopText text;
  private final LoopNest nest;
  private final Lines lines;
  private final Elements elements;
  private final Accumulators accumulators;
  private final StageWriter stages;
  private final RunOverStores ends;
  private final boolean vector;

  RowWriter(LoopText text, StageWriter stages, RunOverStores ends) {
    this.text = text;
    this.nest = text.nest();
    this.kernel = nest.kernel();
    this.lines = text.lines();
    this.elements = text.elements();
    this.accumulators = text.accumulators();
    this.stages = stages;
    this.ends = ends;
    this.vector = nest.isVector();
  }

  void write() {
    if (stopsAtDiagonal()) {
      lines.add(
          "int seen = Math.min(%s, (%s / LANES + 1) * LANES);"
              .formatted(nest.length(), diagonal()));
    }
    for (Kernel.Stage stage : kernel.stages()) {
      elements.walk(stage.roots().toList());
      if (stage.elementwise() && !kernel.inner().isEmpty()) {
        walk(stage);
      } else {
        stages.store(stage, false, "");
      }
    }
  }

  private void walk(Kernel.Stage stage) {
    boolean chunked = !stage.reductions().isEmpty() && nest.isChunked();
    stage.reductions().forEach(chunked ? accumulators::declareWhole : accumulators::declare);
    List<Value> roots = stage.roots().toList();
    roots.forEach(r -> elements.prepare(r, kernel.outer().size(), vector));
    text.openMiddle();
    roots.forEach(r -> elements.prepare(r, nest.names().size() - 1, vector));
    if (chunked) {
      text.open("chunk", "0", nest.end(), " += " + LoopNest.CHUNK);
      lines.add("int end = Math.min(chunk + %s, %s);".formatted(LoopNest.CHUNK, nest.end()));
      stage.reductions().forEach(accumulators::declare);
      elements(stage, "chunk", "end");
      stage.reductions().forEach(accumulators::addChunk);
      text.close();
    } else {
      elements(stage, nest.begin(), nest.end());
    }
    text.closeMiddle();
    stage.reductions().forEach(accumulators::finish);
  }

  /** All elements of a stage between two places of a row. */
  private void elements(Kernel.Stage stage, String begin, String end) {
    if (!vector || isFull()) {
      String last = stopsAtDiagonal() ? "seen" : end;
      text.open(nest.inner(), begin, last, vector ? " += LANES" : "++");
      stages.element(stage, vector, "");
      text.close();
      if (stopsAtDiagonal() && !stage.stores().isEmpty()) {
        zeros(stage, end);
      }
    } else if (kernel.runsOver() || isLong()) {
      text.open(nest.inner(), begin, end, " += LANES");
      stages.reduce(stage, true, nest.left(end));
      ends.write(stage, end);
      text.close();
    } else {
      lastApart(stage, begin, end);
    }
  }

  /** A loop over full vectors, and behind it what is left of the row. */
  private void lastApart(Kernel.Stage stage, String begin, String end) {
    // Every pass over a row has its counter, in a block of its own where there are several.
    boolean several = kernel.stages().stream().filter(Kernel.Stage::elementwise).count() > 1;
    if (several) {
      lines.openBlock();
    }
    lines.add("int %s = %s;".formatted(nest.inner(), begin));
    text.open("for (; %1$s <= %2$s - LANES; %1$s += LANES)".formatted(nest.inner(), end));
    stages.element(stage, true, "");
    text.close();
    text.open("if (%s < %s)".formatted(nest.inner(), end));
    lines.add("int rest = %s;".formatted(nest.left(end)));
    stages.element(stage, true, "rest");
    text.close();
    if (several) {
      lines.close();
    }
  }

  /**
   * Whether a loop and its last vector are written once for both. HotSpot's second compiler takes
   * only so much into a method, some 150 operations; behind that vectors are objects.
   */
  private boolean isLong() {
    return nest.operations() > MOST_TWICE;
  }

  /** Whether a walk is of full vectors alone. */
  private boolean isFull() {
    return nest.isWhole() && !nest.isChunked();
  }

  /** Whether vectors of a row end at a diagonal, behind which are zeros. */
  private boolean stopsAtDiagonal() {
    return vector && kernel.diagonal() != null && isFull();
  }

  /** The counter of the loop that says where a row meets the diagonal. */
  private String diagonal() {
    List<Size> strides = Objects.requireNonNull(kernel.diagonal()).strides();
    return nest.names().get(strides.indexOf(Size.ONE));
  }

  /** What a stage stores of a row behind the diagonal. */
  private void zeros(Kernel.Stage stage, String end) {
    text.open(nest.inner(), "seen", end, " += LANES");
    stages.zero(stage);
    text.close();
  }
}
