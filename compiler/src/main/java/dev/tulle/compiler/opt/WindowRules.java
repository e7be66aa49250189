package dev.tulle.compiler.opt;

import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Windows and folds that are something simpler; a fold of a contraction is a contraction over
 * windows.
 */
final class WindowRules {
  private WindowRules() {}

  static @Nullable Node window(SimplifyingBuilder b, Op.Window op, Node x) {
    int axis = op.axis();
    List<Size> sizes = op.sizes();
    List<Integer> moving = moving(sizes);
    Shape shape = windowed(x.shape(), axis, sizes);
    if (moving.size() < sizes.size() && sizes.size() > 1) {
      List<Integer> kept = moving.isEmpty() ? List.of(0) : moving;
      Node fewer = b.window(x, axis, op.start(), select(op.strides(), kept), select(sizes, kept));
      return b.reshape(fewer, shape);
    }
    boolean side = isSideBySide(op.strides(), sizes);
    if (!side) {
      return isPadded(x) ? ofWhatIsSeen(b, op, x) : null;
    }
    Size length = sizes.stream().reduce(Size.ONE, Size::times);
    Node stretch = b.slice(x, at(x, axis, op.start()), with(x.shape(), axis, length));
    return b.reshape(stretch, shape);
  }

  private static boolean isPadded(Node x) {
    Node base = x;
    while (base.op() instanceof Op.Window) {
      base = base.input(0);
    }
    return base.op() instanceof Op.Pad;
  }

  /** Zeros that no window looks at need not be. */
  private static @Nullable Node ofWhatIsSeen(SimplifyingBuilder b, Op.Window op, Node x) {
    int axis = op.axis();
    Size end = op.end();
    if (op.start() == 0 && end.equals(x.shape().size(axis)) || !end.isKnown()) {
      return null;
    }
    Size seen = Size.of(end.value() - op.start());
    Node less = b.slice(x, at(x, axis, op.start()), with(x.shape(), axis, seen));
    return b.window(less, axis, 0, op.strides(), op.sizes());
  }

  /** A box of windows is windows of a box, or fewer windows. */
  static @Nullable Node sliceBeforeWindow(
      SimplifyingBuilder b, Op.Slice op, Op.Window window, Node x) {
    Node of = x.input(0);
    var starts = new ArrayList<Size>();
    var sizes = new ArrayList<Size>();
    int axis = window.axis();
    int made = window.strides().size();
    long start = window.start();
    for (int i = 0; i < made; i++) {
      Size first = op.starts().get(axis + i);
      if (!first.isKnown()) {
        return null;
      }
      start += first.value() * window.strides().get(i);
    }
    for (int i = 0; i < of.shape().rank(); i++) {
      if (i == axis) {
        starts.add(Size.of(0));
        sizes.add(of.shape().size(i));
      } else {
        int outer = i < axis ? i : i + made - 1;
        starts.add(op.starts().get(outer));
        sizes.add(op.shape().size(outer));
      }
    }
    Node less = b.slice(of, starts, new Shape(sizes));
    return b.window(
        less, axis, start, window.strides(), op.shape().sizes().subList(axis, axis + made));
  }

  static @Nullable Node fold(SimplifyingBuilder b, Op.Fold op, Node x) {
    int axis = op.axis();
    int count = op.strides().size();
    List<Size> sizes = x.shape().sizes().subList(axis, axis + count);
    List<Integer> moving = moving(sizes);
    if (moving.size() < count && count > 1) {
      List<Integer> kept = moving.isEmpty() ? List.of(0) : moving;
      Node fewer = b.reshape(x, regrouped(x.shape(), axis, count, select(sizes, kept)));
      return b.fold(fewer, axis, op.start(), select(op.strides(), kept), op.size());
    }
    if (isSideBySide(op.strides(), sizes)) {
      Size length = sizes.stream().reduce(Size.ONE, Size::times);
      Node stretch = b.reshape(x, regrouped(x.shape(), axis, count, List.of(length)));
      return b.pad(stretch, at(stretch, axis, op.start()), with(stretch.shape(), axis, op.size()));
    }
    if (count == 1 && x.op() instanceof Op.Window window) {
      return beforeWindow(b, op, window, x);
    }
    return x.op() instanceof Op.Contract contract && count == 2 && !b.isShared(x)
        ? ofContraction(b, op, contract, x)
        : null;
  }

  /** An axis is drawn apart before windows are seen along another one: there is less to keep. */
  private static @Nullable Node beforeWindow(
      SimplifyingBuilder b, Op.Fold op, Op.Window window, Node x) {
    int axis = inner(op.axis(), window);
    if (axis < 0) {
      return null;
    }
    Node apart = b.fold(x.input(0), axis, op.start(), op.strides(), op.size());
    return b.window(apart, window.axis(), window.start(), window.strides(), window.sizes());
  }

  /** Zeros are put around before windows are seen along another axis. */
  static @Nullable Node padBeforeWindow(SimplifyingBuilder b, Op.Pad op, Op.Window window, Node x) {
    Node of = x.input(0);
    var before = new ArrayList<>(Collections.nCopies(of.shape().rank(), Size.of(0)));
    var sizes = new ArrayList<>(of.shape().sizes());
    for (int axis = 0; axis < x.shape().rank(); axis++) {
      if (op.shape().size(axis).equals(x.shape().size(axis))) {
        continue;
      }
      int own = inner(axis, window);
      if (own < 0) {
        return null;
      }
      before.set(own, op.before().get(axis));
      sizes.set(own, op.shape().size(axis));
    }
    Node wide = b.pad(of, before, new Shape(sizes));
    return b.window(wide, window.axis(), window.start(), window.strides(), window.sizes());
  }

  /** The axis of a window's input that an axis of its result is, or -1 for one that it made. */
  private static int inner(int axis, Op.Window window) {
    int made = window.sizes().size();
    if (axis < window.axis()) {
      return axis;
    }
    return axis < window.axis() + made ? -1 : axis - made + 1;
  }

  /**
   * What windows gave to a sum of products comes back as a sum of products over windows: with
   * {@code position = start + i * step + u * hole}, {@code sum[i, u](a[i] * w[u])} at a position is
   * {@code sum[u](z[position + u * hole] * flipped w[u])}, {@code z} being {@code a} apart by the
   * step with zeros around. The products of all pairs are never kept.
   */
  private static @Nullable Node ofContraction(
      SimplifyingBuilder b, Op.Fold op, Op.Contract contract, Node x) {
    int first = contract.result().get(op.axis());
    int second = contract.result().get(op.axis() + 1);
    boolean left = isOf(contract, first, second);
    if (!left && !isOf(contract, second, first)) {
      return null;
    }
    // The rows of the batch move along what is seen through windows; the other input is turned.
    boolean leftMoves = !isKnown(x.input(0)) || isKnown(x.input(1)) && isLonger(x);
    int moved = left == leftMoves ? first : second;
    int turned = moved == first ? second : first;
    long step = op.strides().get(moved == first ? 0 : 1);
    long hole = op.strides().get(moved == first ? 1 : 0);
    Node data = x.input(leftMoves ? 0 : 1);
    Node weights = x.input(leftMoves ? 1 : 0);
    List<Integer> ofData = leftMoves ? contract.left() : contract.right();
    List<Integer> ofWeights = leftMoves ? contract.right() : contract.left();
    int axis = ofData.indexOf(moved);
    int turn = ofWeights.indexOf(turned);
    Size length = weights.shape().size(turn);
    if (!length.isKnown()) {
      return null;
    }
    long margin = hole * (length.value() - 1);
    Size room = op.size().plus(Size.of(margin));
    Node apart = b.fold(data, axis, op.start() + margin, List.of(step), room);
    Node seen = b.window(apart, axis, 0, List.of(1L, hole), List.of(op.size(), length));
    var labels = new ArrayList<>(ofData);
    labels.add(axis + 1, turned);
    var result = new ArrayList<>(contract.result());
    result.remove(op.axis() + 1);
    result.set(op.axis(), moved);
    int column = ofWeights.indexOf(result.get(result.size() - 1));
    return b.contract(seen, flipped(b, weights, turn, column), labels, ofWeights, result);
  }

  private static boolean isOf(Op.Contract contract, int left, int right) {
    return contract.left().contains(left)
        && !contract.right().contains(left)
        && contract.right().contains(right)
        && !contract.left().contains(right);
  }

  private static boolean isKnown(Node node) {
    return node.shape().count().isKnown();
  }

  private static boolean isLonger(Node contraction) {
    Size a = contraction.input(0).shape().count();
    Size b = contraction.input(1).shape().count();
    return a.coefficient() >= b.coefficient();
  }

  /**
   * The elements of an axis from the last to the first, laid out with the columns of the product
   * next to each other.
   *
   * @param column the axis of columns, or -1 where the other input has it
   */
  private static Node flipped(SimplifyingBuilder b, Node x, int axis, int column) {
    Size length = x.shape().size(axis);
    if (length.isOne()) {
      return x;
    }
    int rank = x.shape().rank();
    var order = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
    order.remove((Integer) axis);
    order.add(0, axis);
    if (column >= 0 && column != axis) {
      order.remove((Integer) column);
      order.add(column);
    }
    Node back =
        b.map(ScalarFunction.SUBTRACT, b.constant(length.value() - 1), b.iota(Shape.of(length), 0));
    Node turned = b.gather(b.transpose(x, order), back, 0);
    return b.transpose(turned, IntStream.range(0, rank).mapToObj(order::indexOf).toList());
  }

  private static List<Integer> moving(List<Size> sizes) {
    return IntStream.range(0, sizes.size()).filter(i -> !sizes.get(i).isOne()).boxed().toList();
  }

  /** Whether the axes count through a stretch without holes, as the digits of a number do. */
  private static boolean isSideBySide(List<Long> strides, List<Size> sizes) {
    Size step = Size.ONE;
    for (int i = sizes.size() - 1; i >= 0; i--) {
      if (!step.equals(Size.of(strides.get(i)))) {
        return false;
      }
      step = step.times(sizes.get(i));
    }
    return true;
  }

  private static <T> List<T> select(List<T> values, List<Integer> kept) {
    return kept.stream().map(values::get).toList();
  }

  private static Shape windowed(Shape shape, int axis, List<Size> sizes) {
    return regrouped(shape, axis, 1, sizes);
  }

  /** A shape with axes of {@code sizes} in place of {@code count} of them. */
  private static Shape regrouped(Shape shape, int axis, int count, List<Size> sizes) {
    var all = new ArrayList<>(shape.sizes());
    all.subList(axis, axis + count).clear();
    all.addAll(axis, sizes);
    return new Shape(all);
  }

  private static Shape with(Shape shape, int axis, Size size) {
    return regrouped(shape, axis, 1, List.of(size));
  }

  private static List<Size> at(Node x, int axis, long start) {
    return IntStream.range(0, x.shape().rank())
        .mapToObj(a -> Size.of(a == axis ? start : 0))
        .toList();
  }
}
