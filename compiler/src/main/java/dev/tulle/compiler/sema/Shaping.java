package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;

/** Nodes that move elements: slices, reshapes, permutations. */
final class Shaping {
  private Shaping() {}

  /** The product of sizes that a text gives, which may be too large to count. */
  static Dim count(List<Dim> axes, Span span) {
    try {
      return axes.stream().reduce(Dim.of(1), Dim::times);
    } catch (ArithmeticException e) {
      throw Mistake.of(
          Code.T216,
          span,
          TensorType.axesText(axes) + " are more numbers than can be counted",
          "an array holds at most " + Coerce.LARGEST + " numbers: make it smaller");
    }
  }

  static Typed reshape(Typed node, List<Dim> axes, Span span) {
    return new Typed(new Typed.Form.Reshape(node), node.type().withAxes(axes), span);
  }

  static Typed slice(Typed node, int axis, Dim start, Dim length, Span span) {
    var axes = new ArrayList<>(node.type().axes());
    axes.set(axis, length);
    return new Typed(new Typed.Form.Slice(node, axis, start), node.type().withAxes(axes), span);
  }

  /**
   * Whether positions from {@code start} on are inside of an axis, however long it is: at least 1.
   */
  static boolean isInside(Dim start, Dim size, Dim axis) {
    Dim left = axis.plus(start.negate()).plus(size.negate());
    // Every axis has a first position, and a last one.
    return size.equals(Dim.of(1)) && (start.sameSize(Dim.of(0)) || left.sameSize(Dim.of(0)))
        || start.least() >= 0 && left.least() >= 0;
  }

  /** One position of an axis; the axis vanishes. */
  static Typed select(Typed node, int axis, Dim position, Span span) {
    Typed slice = slice(node, axis, position, Dim.of(1), span);
    var axes = new ArrayList<>(slice.type().axes());
    axes.remove(axis);
    return reshape(slice, axes, span);
  }

  /** Tensors behind each other along an axis; they agree in all others. */
  static Typed concat(List<Typed> parts, int axis, Span span) {
    TensorType first = parts.get(0).type();
    var axes = new ArrayList<>(first.axes());
    axes.set(axis, parts.stream().map(p -> p.type().axes().get(axis)).reduce(Dim.of(0), Dim::plus));
    boolean batched = parts.stream().anyMatch(p -> p.type().batched());
    return new Typed(
        new Typed.Form.Concat(parts, axis), new TensorType(batched, axes, first.element()), span);
  }

  /** {@code dims} in place of an axis: windows over it. */
  static Typed window(
      Typed node, int axis, long start, List<Long> strides, List<Dim> dims, Span span) {
    var axes = new ArrayList<>(node.type().axes());
    axes.remove(axis);
    axes.addAll(axis, dims);
    return new Typed(
        new Typed.Form.Window(node, axis, start, strides), node.type().withAxes(axes), span);
  }

  /**
   * Zeros around an axis.
   *
   * @param length of the axis of the result
   */
  static Typed pad(Typed node, int axis, long before, Dim length, Span span) {
    var axes = new ArrayList<>(node.type().axes());
    axes.set(axis, length);
    return new Typed(new Typed.Form.Pad(node, axis, before), node.type().withAxes(axes), span);
  }

  static Typed permute(Typed node, List<Integer> order, Span span) {
    return new Typed(
        new Typed.Form.Permute(node, order),
        node.type().withAxes(order.stream().map(node.type().axes()::get).toList()),
        span);
  }
}
