package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.Kernel;
import java.util.List;

/**
 * Writes the body of a loop kernel, as scalars or as vectors along its innermost loop: what a piece
 * of it is, and the outer loops; what is in them is {@link RowWriter}'s or {@link ColumnWriter}'s.
 *
 * <p>A vector is loaded whole even where a row ends within it, since every array has slack behind
 * its end; what lies beyond is neither added up nor stored.
 */
final class LoopWriter {
  private final List<Size> outer;
  private final LoopNest nest;
  private final LoopText text;
  private final Runnable inside;

  private LoopWriter(LoopNest nest, LoopText text) {
    this.nest = nest;
    this.text = text;
    this.outer = nest.kernel().outer();
    var stages = new StageWriter(text);
    var ends = new RunOverStores(text, stages);
    this.inside =
        nest.kernel().columns()
            ? new ColumnWriter(text, stages, ends)::write
            : new RowWriter(text, stages, ends)::write;
  }

  static String write(Kernel.Loop kernel, Arguments arguments, boolean vector) {
    var nest = new LoopNest(kernel, arguments.isCounted(), vector);
    var text = new LoopText(nest, arguments);
    new LoopWriter(nest, text).write();
    return text.toString();
  }

  private void write() {
    if (nest.hasOuter()) {
      range(Sizes.of(ShortRows.count(outer.subList(0, nest.flat()))), 1);
      text.open(nest.flatCounter(), "from", "to", "++");
      counters();
      walked(nest.flat());
      text.close();
      return;
    }
    if (nest.isCutInside()) {
      range(nest.length(), nest.kernel().columns() ? 16 : 64);
    }
    inside.run();
  }

  private void range(String total, int multiple) {
    text.lines().add("int from = Pieces.from(%s, piece, pieces, %s);".formatted(total, multiple));
    text.lines().add("int to = Pieces.from(%s, piece + 1, pieces, %s);".formatted(total, multiple));
  }

  /** Declares the position along each of several loops. */
  private void counters() {
    if (nest.flat() == 1) {
      return;
    }
    String rest = nest.flatCounter();
    for (int i = nest.flat() - 1; i > 0; i--) {
      String size = Sizes.operand(outer.get(i));
      text.lines().add("int %s = %s %% %s;".formatted(nest.outer(i), rest, size));
      String next = i == 1 ? nest.outer(0) : "flat" + i;
      text.lines().add("int %s = %s / %s;".formatted(next, rest, size));
      rest = next;
    }
  }

  /** The outer loops from one of them on that are loops: of two or three steps one by one. */
  private void walked(int loop) {
    if (loop == outer.size()) {
      inside.run();
      return;
    }
    Size size = outer.get(loop);
    if (size.value() > ShortRows.MOST_WRITTEN) {
      text.open(nest.outer(loop), "0", Sizes.operand(size), "++");
      walked(loop + 1);
      text.close();
      return;
    }
    for (long i = 0; i < size.value(); i++) {
      text.openStep(nest.outer(loop), i);
      walked(loop + 1);
      text.close();
    }
  }
}
