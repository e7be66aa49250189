package dev.tulle.compiler.opt;

import dev.tulle.compiler.ir.ElementType;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Movements that cancel, combine, or are cheaper the other way round: broadcasts come last. */
final class MovementRules {
  private MovementRules() {}

  static @Nullable Node simplify(SimplifyingBuilder b, Op op, List<Node> inputs) {
    if (op instanceof Op.Extent extent && extent.size().isKnown()) {
      return b.constant(extent.size().value());
    } else if (op instanceof Op.Iota iota && iota.shape().rank() > 1) {
      Shape line = Shape.of(iota.shape().size(iota.axis()));
      return b.broadcast(b.iota(line, 0), iota.shape(), List.of(iota.axis()));
    } else if (op instanceof Op.Broadcast broadcast) {
      return broadcast(b, broadcast, inputs.get(0));
    } else if (op instanceof Op.Reshape reshape) {
      return reshape(b, reshape.shape(), inputs.get(0));
    } else if (op instanceof Op.Transpose transpose) {
      return transpose(b, transpose.permutation(), inputs.get(0));
    } else if (op instanceof Op.Slice slice) {
      return slice(b, slice, inputs.get(0));
    } else if (op instanceof Op.Pad pad) {
      return pad(b, pad, inputs.get(0));
    } else if (op instanceof Op.Window window) {
      return WindowRules.window(b, window, inputs.get(0));
    } else if (op instanceof Op.Fold fold) {
      return WindowRules.fold(b, fold, inputs.get(0));
    } else if (op instanceof Op.Concat && inputs.size() == 1) {
      return inputs.get(0);
    }
    return null;
  }

  private static @Nullable Node broadcast(SimplifyingBuilder b, Op.Broadcast op, Node x) {
    if (x.shape().equals(op.shape())) {
      return x;
    } else if (x.op() instanceof Op.Broadcast inner) {
      List<Integer> axes = inner.axes().stream().map(op.axes()::get).toList();
      return b.broadcast(x.input(0), op.shape(), axes);
    }
    return null;
  }

  private static @Nullable Node reshape(SimplifyingBuilder b, Shape shape, Node x) {
    if (x.shape().equals(shape)) {
      return x;
    } else if (x.op() instanceof Op.Reshape) {
      return b.reshape(x.input(0), shape);
    } else if (x.shape().rank() == 0) {
      return b.broadcast(x, shape, List.of());
    } else if (x.op() instanceof Op.Broadcast inner && inner.axes().isEmpty()) {
      return b.broadcast(x.input(0), shape, List.of());
    }
    return null;
  }

  private static @Nullable Node transpose(SimplifyingBuilder b, List<Integer> order, Node x) {
    if (order.equals(IntStream.range(0, order.size()).boxed().toList())) {
      return x;
    } else if (x.op() instanceof Op.Transpose inner) {
      return b.transpose(x.input(0), order.stream().map(inner.permutation()::get).toList());
    } else if (x.op() instanceof Op.Broadcast inner) {
      // The result's axes that are not repeated, and the input's axis that each of them is.
      var axes = new ArrayList<Integer>();
      var from = new ArrayList<Integer>();
      for (int axis = 0; axis < order.size(); axis++) {
        int own = inner.axes().indexOf(order.get(axis));
        if (own >= 0) {
          axes.add(axis);
          from.add(own);
        }
      }
      Shape shape = new Shape(order.stream().map(x.shape()::size).toList());
      return b.broadcast(b.transpose(x.input(0), from), shape, axes);
    } else if (x.op() instanceof Op.Contract inner && !b.isShared(x)) {
      List<Integer> result = order.stream().map(inner.result()::get).toList();
      return b.contract(x.input(0), x.input(1), inner.left(), inner.right(), result);
    }
    return null;
  }

  private static @Nullable Node slice(SimplifyingBuilder b, Op.Slice op, Node x) {
    if (x.shape().equals(op.shape())) {
      return x;
    } else if (x.op() instanceof Op.Slice inner) {
      return b.slice(x.input(0), sum(op.starts(), inner.starts()), op.shape());
    } else if (x.op() instanceof Op.Broadcast inner) {
      List<Size> starts = inner.axes().stream().map(op.starts()::get).toList();
      List<Size> sizes = inner.axes().stream().map(op.shape()::size).toList();
      return b.broadcast(b.slice(x.input(0), starts, new Shape(sizes)), op.shape(), inner.axes());
    } else if (x.op() instanceof Op.Pad inner) {
      return sliceOfPad(b, op, inner, x);
    } else if (x.op() instanceof Op.Concat concat) {
      return sliceOfConcat(b, op, concat.axis(), x);
    } else if (x.op() instanceof Op.Window window) {
      return WindowRules.sliceBeforeWindow(b, op, window, x);
    } else if (x.op() instanceof Op.Contract contract && !b.isShared(x)) {
      return sliceBeforeContraction(b, op, contract, x);
    }
    return null;
  }

  /** What is cut off need not be computed. */
  private static Node sliceBeforeContraction(
      SimplifyingBuilder b, Op.Slice op, Op.Contract contract, Node x) {
    Node left = sliced(b, op, contract.result(), x.input(0), contract.left());
    Node right = sliced(b, op, contract.result(), x.input(1), contract.right());
    return b.contract(left, right, contract.left(), contract.right(), contract.result());
  }

  /** An operand of a contraction, cut along its axes as the result is. */
  private static Node sliced(
      SimplifyingBuilder b, Op.Slice op, List<Integer> result, Node operand, List<Integer> labels) {
    var starts = new ArrayList<Size>();
    var sizes = new ArrayList<Size>();
    for (int axis = 0; axis < labels.size(); axis++) {
      int cut = result.indexOf(labels.get(axis));
      starts.add(cut < 0 ? Size.of(0) : op.starts().get(cut));
      sizes.add(cut < 0 ? operand.shape().size(axis) : op.shape().size(cut));
    }
    return b.slice(operand, starts, new Shape(sizes));
  }

  private static @Nullable Node sliceOfPad(
      SimplifyingBuilder b, Op.Slice op, Op.Pad inner, Node x) {
    Node content = x.input(0);
    var starts = new ArrayList<Size>();
    boolean inside = true;
    for (int axis = 0; axis < op.shape().rank(); axis++) {
      Size start = op.starts().get(axis);
      Size end = start.plus(op.shape().size(axis));
      Size before = inner.before().get(axis);
      Size whole = before.plus(content.shape().size(axis));
      boolean apart = end.isAtMost(before) || whole.isAtMost(start);
      if (apart && x.type() == ElementType.FLOAT) {
        return b.constant(0, op.shape());
      }
      inside &= before.isAtMost(start) && end.isAtMost(whole);
      if (inside) {
        starts.add(start.minus(before));
      }
    }
    return inside ? b.slice(content, starts, op.shape()) : partlyPadded(b, op, inner, content);
  }

  /** A box that reaches into the zeros around: what is seen of the content, with fewer zeros. */
  private static @Nullable Node partlyPadded(
      SimplifyingBuilder b, Op.Slice op, Op.Pad inner, Node content) {
    var starts = new ArrayList<Size>();
    var sizes = new ArrayList<Size>();
    var before = new ArrayList<Size>();
    for (int axis = 0; axis < op.shape().rank(); axis++) {
      Size size = content.shape().size(axis);
      if (op.shape().size(axis).equals(inner.shape().size(axis))) {
        starts.add(Size.of(0));
        sizes.add(size);
        before.add(inner.before().get(axis));
        continue;
      }
      Size start = op.starts().get(axis);
      Size zeros = inner.before().get(axis);
      if (!start.isKnown()
          || !zeros.isKnown()
          || !size.isKnown()
          || !op.shape().size(axis).isKnown()) {
        return null;
      }
      long first = Math.max(0, start.value() - zeros.value());
      long end =
          Math.min(size.value(), start.value() + op.shape().size(axis).value() - zeros.value());
      starts.add(Size.of(first));
      sizes.add(Size.of(end - first));
      before.add(Size.of(Math.max(0, zeros.value() - start.value())));
    }
    return b.pad(b.slice(content, starts, new Shape(sizes)), before, op.shape());
  }

  private static @Nullable Node sliceOfConcat(SimplifyingBuilder b, Op.Slice op, int axis, Node x) {
    Size start = op.starts().get(axis);
    Size end = start.plus(op.shape().size(axis));
    Size before = Size.of(0);
    for (Node part : x.inputs()) {
      Size after = before.plus(part.shape().size(axis));
      if (before.isAtMost(start) && end.isAtMost(after)) {
        var starts = new ArrayList<>(op.starts());
        starts.set(axis, start.minus(before));
        return b.slice(part, starts, op.shape());
      }
      before = after;
    }
    return null;
  }

  private static @Nullable Node pad(SimplifyingBuilder b, Op.Pad op, Node x) {
    if (x.shape().equals(op.shape())) {
      return x;
    } else if (x.op() instanceof Op.Pad inner) {
      return b.pad(x.input(0), sum(op.before(), inner.before()), op.shape());
    } else if (x.op() instanceof Op.Window window) {
      return WindowRules.padBeforeWindow(b, op, window, x);
    }
    return null;
  }

  private static List<Size> sum(List<Size> a, List<Size> b) {
    return IntStream.range(0, a.size()).mapToObj(i -> a.get(i).plus(b.get(i))).toList();
  }
}
