package dev.tulle.compiler.ad;

import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.shape.GraphBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What each operator passes on of its result's adjoint: one rule an operator. */
final class GradientRules {
  private GradientRules() {}

  /**
   * The share of {@code node}'s adjoint that goes to one of its inputs.
   *
   * @param input the input's position
   * @return of the input's shape; null where the derivative is zero everywhere
   */
  static @Nullable Node adjoint(GraphBuilder b, Node node, int input, Node adjoint) {
    Op op = node.op();
    Shape shape = node.input(input).shape();
    if (op instanceof Op.Map map) {
      return ScalarDerivatives.adjoint(b, map.function(), node, input, adjoint);
    } else if (op instanceof Op.Reduce reduce) {
      return reduce(b, reduce, node, adjoint);
    } else if (op instanceof Op.Contract contract) {
      return contract(b, contract, node, input, adjoint);
    } else if (op instanceof Op.Broadcast broadcast) {
      Set<Integer> repeated = axes(node.shape().rank());
      repeated.removeAll(broadcast.axes());
      return b.sum(adjoint, repeated);
    } else if (op instanceof Op.Reshape) {
      return b.reshape(adjoint, shape);
    } else if (op instanceof Op.Transpose transpose) {
      return b.transpose(adjoint, inverse(transpose.permutation()));
    } else if (op instanceof Op.Slice slice) {
      return b.pad(adjoint, slice.starts(), shape);
    } else if (op instanceof Op.Pad pad) {
      return b.slice(adjoint, pad.before(), shape);
    } else if (op instanceof Op.Concat concat) {
      return concat(b, concat.axis(), node, input, adjoint);
    } else if (op instanceof Op.Window window) {
      return b.fold(
          adjoint, window.axis(), window.start(), window.strides(), shape.size(window.axis()));
    } else if (op instanceof Op.Fold fold) {
      List<Size> sizes = shape.sizes().subList(fold.axis(), fold.axis() + fold.strides().size());
      return b.window(adjoint, fold.axis(), fold.start(), fold.strides(), sizes);
    } else if (op instanceof Op.Gather gather) {
      // Positions move in steps: nothing goes on to them.
      return input == 1
          ? null
          : b.scatter(adjoint, node.input(1), gather.batch(), shape.size(gather.batch()));
    } else if (op instanceof Op.Scatter scatter) {
      return input == 1 ? null : b.gather(adjoint, node.input(1), scatter.batch());
    }
    throw new IllegalStateException("no derivative of " + op);
  }

  private static Node reduce(GraphBuilder b, Op.Reduce reduce, Node node, Node adjoint) {
    Node x = node.input(0);
    Set<Integer> left = axes(x.shape().rank());
    left.removeAll(reduce.axes());
    List<Integer> kept = List.copyOf(left);
    if (reduce.reduction() == Op.Reduce.Reduction.SUM) {
      return b.broadcast(adjoint, x.shape(), kept);
    }
    // Elements that share the extreme share its adjoint evenly, as PyTorch's amax does.
    Node hit = b.map(ScalarFunction.EQUAL, x, b.broadcast(node, x.shape(), kept));
    Node share = b.map(ScalarFunction.DIVIDE, adjoint, b.sum(hit, reduce.axes()));
    return b.map(ScalarFunction.SELECT, hit, b.broadcast(share, x.shape(), kept), b.constant(0));
  }

  private static Node contract(
      GraphBuilder b, Op.Contract contract, Node node, int input, Node adjoint) {
    List<Integer> own = input == 0 ? contract.left() : contract.right();
    List<Integer> others = input == 0 ? contract.right() : contract.left();
    // A label that only this input has was summed by itself: each of its elements got the same.
    var labels = new ArrayList<Integer>();
    var kept = new ArrayList<Integer>();
    for (int axis = 0; axis < own.size(); axis++) {
      int label = own.get(axis);
      if (contract.result().contains(label) || others.contains(label)) {
        labels.add(label);
        kept.add(axis);
      }
    }
    Node product =
        input == 0
            ? b.contract(adjoint, node.input(1), contract.result(), others, labels)
            : b.contract(node.input(0), adjoint, others, contract.result(), labels);
    return b.broadcast(product, node.input(input).shape(), kept);
  }

  private static Node concat(GraphBuilder b, int axis, Node node, int input, Node adjoint) {
    Size start = Size.of(0);
    for (int i = 0; i < input; i++) {
      start = start.plus(node.input(i).shape().size(axis));
    }
    var starts = new ArrayList<>(Collections.nCopies(node.shape().rank(), Size.of(0)));
    starts.set(axis, start);
    return b.slice(adjoint, starts, node.input(input).shape());
  }

  private static List<Integer> inverse(List<Integer> permutation) {
    var inverse = new ArrayList<Integer>();
    for (int axis = 0; axis < permutation.size(); axis++) {
      inverse.add(permutation.indexOf(axis));
    }
    return inverse;
  }

  private static Set<Integer> axes(int rank) {
    Set<Integer> axes = new TreeSet<>();
    for (int axis = 0; axis < rank; axis++) {
      axes.add(axis);
    }
    return axes;
  }
}
