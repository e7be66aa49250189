package dev.tulle.compiler.shape;

import static dev.tulle.compiler.shape.ShapeRules.arity;
import static dev.tulle.compiler.shape.ShapeRules.require;

import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The shape rules of the operators that only move elements. */
final class MovementRules {
  private MovementRules() {}

  static TensorType infer(Op op, List<Node> inputs) {
    if (op instanceof Op.Concat concat) {
      return concat(concat, inputs);
    }
    arity(op.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT), inputs, 1);
    Node input = inputs.get(0);
    return new TensorType(shape(op, input.shape()), input.type());
  }

  private static Shape shape(Op op, Shape input) {
    if (op instanceof Op.Broadcast broadcast) {
      return broadcast(broadcast, input);
    } else if (op instanceof Op.Reshape reshape) {
      require(
          input.count().isSameAs(reshape.shape().count()),
          "reshape H1: %s has %s elements, %s has %s",
          input,
          input.count(),
          reshape.shape(),
          reshape.shape().count());
      return reshape.shape();
    } else if (op instanceof Op.Transpose transpose) {
      List<Integer> permutation = transpose.permutation();
      require(
          permutation.stream()
              .sorted()
              .toList()
              .equals(IntStream.range(0, input.rank()).boxed().toList()),
          "transpose T1: %s is not an order of the axes of %s",
          permutation,
          input);
      return new Shape(permutation.stream().map(input::size).toList());
    } else if (op instanceof Op.Slice slice) {
      return slice(slice, input);
    } else if (op instanceof Op.Pad pad) {
      return pad(pad, input);
    } else if (op instanceof Op.Window window) {
      return window(window, input);
    } else if (op instanceof Op.Fold fold) {
      return fold(fold, input);
    }
    throw new IllegalStateException("no shape rule for " + op);
  }

  private static Shape broadcast(Op.Broadcast broadcast, Shape input) {
    List<Integer> axes = broadcast.axes();
    Shape result = broadcast.shape();
    require(axes.size() == input.rank(), "broadcast B1: axes %s for %s", axes, input);
    int previous = -1;
    for (int i = 0; i < axes.size(); i++) {
      int axis = axes.get(i);
      require(
          axis > previous && axis < result.rank(),
          "broadcast B2: axes %s do not ascend within %s",
          axes,
          result);
      require(
          input.size(i).equals(result.size(axis)),
          "broadcast B3: axis %s is %s in %s but %s in %s",
          i,
          input.size(i),
          input,
          result.size(axis),
          result);
      previous = axis;
    }
    return result;
  }

  private static Shape slice(Op.Slice slice, Shape input) {
    Shape result = slice.shape();
    require(
        slice.starts().size() == input.rank() && result.rank() == input.rank(),
        "slice S1: starts %s and %s for %s",
        slice.starts(),
        result,
        input);
    for (int axis = 0; axis < input.rank(); axis++) {
      require(
          contains(input.size(axis), slice.starts().get(axis), result.size(axis)),
          "slice S2: axis %s takes %s from %s of %s",
          axis,
          result.size(axis),
          slice.starts().get(axis),
          input.size(axis));
    }
    return result;
  }

  private static Shape pad(Op.Pad pad, Shape input) {
    Shape result = pad.shape();
    require(
        pad.before().size() == input.rank() && result.rank() == input.rank(),
        "pad P1: %s before and %s for %s",
        pad.before(),
        result,
        input);
    for (int axis = 0; axis < input.rank(); axis++) {
      require(
          contains(result.size(axis), pad.before().get(axis), input.size(axis)),
          "pad P2: axis %s puts %s at %s of %s",
          axis,
          input.size(axis),
          pad.before().get(axis),
          result.size(axis));
    }
    return result;
  }

  private static Shape window(Op.Window window, Shape input) {
    int axis = window.axis();
    require(
        axis >= 0 && axis < input.rank(), "window W1: axis %s is not an axis of %s", axis, input);
    require(
        window.strides().size() == window.sizes().size()
            && window.strides().stream().allMatch(s -> s >= 1)
            && window.sizes().stream().allMatch(s -> s.coefficient() >= 1),
        "window W2: strides %s for sizes %s",
        window.strides(),
        window.sizes());
    require(
        window.start() >= 0 && window.end().isAtMost(input.size(axis)),
        "window W3: positions %s to before %s of %s",
        window.start(),
        window.end(),
        input.size(axis));
    var sizes = new ArrayList<>(input.sizes());
    sizes.remove(axis);
    sizes.addAll(axis, window.sizes());
    return new Shape(sizes);
  }

  private static Shape fold(Op.Fold fold, Shape input) {
    int axis = fold.axis();
    int end = axis + fold.strides().size();
    require(
        axis >= 0 && end <= input.rank(),
        "fold F1: axes %s to %s are not axes of %s",
        axis,
        end - 1,
        input);
    require(fold.strides().stream().allMatch(s -> s >= 1), "fold F2: strides %s", fold.strides());
    Size last = fold.end(input.sizes().subList(axis, end));
    require(
        fold.start() >= 0 && last.isAtMost(fold.size()),
        "fold F3: positions %s to before %s of %s",
        fold.start(),
        last,
        fold.size());
    var sizes = new ArrayList<>(input.sizes());
    sizes.subList(axis, end).clear();
    sizes.add(axis, fold.size());
    return new Shape(sizes);
  }

  /** Whether {@code part} from {@code start} lies within {@code whole}. */
  private static boolean contains(Size whole, Size start, Size part) {
    // No axis is empty, whatever is taken off it.
    boolean first = start.equals(Size.of(0)) && part.isOne();
    return first || start.plus(part).isAtMost(whole);
  }

  private static TensorType concat(Op.Concat concat, List<Node> inputs) {
    require(!inputs.isEmpty(), "concat K1: takes at least one input");
    Node first = inputs.get(0);
    int axis = concat.axis();
    require(
        axis >= 0 && axis < first.shape().rank(),
        "concat K2: axis %s is not an axis of %s",
        axis,
        first.shape());
    Size total = Size.of(0);
    for (Node input : inputs) {
      require(
          input.type() == first.type(),
          "concat K3: %s and %s do not go together",
          first.type(),
          input.type());
      require(
          with(input.shape(), axis, Size.ONE).equals(with(first.shape(), axis, Size.ONE)),
          "concat K4: %s and %s differ in more than axis %s",
          first.shape(),
          input.shape(),
          axis);
      total = total.plus(input.shape().size(axis));
    }
    return new TensorType(with(first.shape(), axis, total), first.type());
  }

  private static Shape with(Shape shape, int axis, Size size) {
    if (axis >= shape.rank()) {
      return shape;
    }
    var sizes = new ArrayList<>(shape.sizes());
    sizes.set(axis, size);
    return new Shape(sizes);
  }
}
