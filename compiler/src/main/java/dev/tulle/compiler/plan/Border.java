package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import java.util.ArrayList;
import java.util.List;

/**
 * What lies around a tensor that is padded: for each padded axis, outermost first, a stretch before
 * the tensor and one behind it, at every place of the axes outside that the tensor reaches.
 *
 * <p>Writing it alone takes a fraction of the memory traffic that zeros all over take.
 */
final class Border {
  /** A border of more than one in so many elements is written with what it is around. */
  private static final int MOST = 2;

  /** Floats that are worth it, of a row of the batch: fewer are filled sooner than in two calls. */
  private static final int LEAST = 1 << 12;

  private final List<Size> before;
  private final Shape inner;
  private final Shape whole;

  private Border(Node pad) {
    this.before = ((Op.Pad) pad.op()).before();
    this.inner = pad.input(0).shape();
    this.whole = pad.shape();
  }

  /**
   * Stores of zeros in nests of their own; none where the tensor is small, the border too wide, or
   * its sizes vary.
   *
   * @param target of the padded tensor
   */
  static List<Stretch> of(Node pad, Buffer target) {
    var border = new Border(pad);
    return border.isLarge() && border.isThin() ? border.stretches(target) : List.of();
  }

  /** A loop for each axis outside, then one along the stretch. */
  record Stretch(List<Size> loops, List<Kernel.Store> stores) {}

  private boolean isLarge() {
    long floats = 1;
    for (Size size : whole.sizes()) {
      floats *= size.coefficient();
    }
    return floats >= LEAST;
  }

  private boolean isThin() {
    double share = 1;
    for (int i = 0; i < whole.rank(); i++) {
      if (whole.size(i).equals(inner.size(i))) {
        continue;
      }
      if (!whole.size(i).isKnown() || !inner.size(i).isKnown() || !before.get(i).isKnown()) {
        return false;
      }
      share *= (double) inner.size(i).value() / whole.size(i).value();
    }
    return MOST * share >= 1;
  }

  private List<Stretch> stretches(Buffer target) {
    var stretches = new ArrayList<Stretch>();
    for (int axis = 0; axis < whole.rank(); axis++) {
      if (whole.size(axis).equals(inner.size(axis))) {
        continue;
      }
      long first = before.get(axis).value();
      long end = first + inner.size(axis).value();
      long last = whole.size(axis).value() - end;
      if (first == last) {
        stretches.add(
            stretch(axis, first, List.of(store(target, axis, 0), store(target, axis, end))));
        continue;
      }
      if (first > 0) {
        stretches.add(stretch(axis, first, List.of(store(target, axis, 0))));
      }
      if (last > 0) {
        stretches.add(stretch(axis, last, List.of(store(target, axis, end))));
      }
    }
    return stretches;
  }

  private Stretch stretch(int axis, long positions, List<Kernel.Store> stores) {
    var loops = new ArrayList<>(inner.sizes().subList(0, axis));
    loops.add(Size.of(positions).times(below(axis)));
    return new Stretch(loops, stores);
  }

  /** A zero at an element of the stretch that begins at a position of the axis. */
  private Kernel.Store store(Buffer target, int axis, long position) {
    var at = new ArrayList<Affine>();
    for (int i = 0; i < axis; i++) {
      at.add(Affine.counter(i, axis + 1).plus(before.get(i)));
    }
    at.add(Affine.counter(axis, axis + 1).plus(Size.of(position).times(below(axis))));
    var sizes = new ArrayList<>(whole.sizes().subList(0, axis));
    sizes.add(whole.size(axis).times(below(axis)));
    Affine linear = new IndexMap(at, axis + 1).linear(new Shape(sizes));
    return new Kernel.Store(target, linear, new Value.Number(0));
  }

  /** Elements of a position of the axis. */
  private Size below(int axis) {
    return whole.sizes().subList(axis + 1, whole.rank()).stream().reduce(Size.ONE, Size::times);
  }
}
