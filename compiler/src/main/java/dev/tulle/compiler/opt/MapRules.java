package dev.tulle.compiler.opt;

import dev.tulle.compiler.ir.Arithmetic;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The canonical form of elementwise functions, whichever the function is. */
final class MapRules {
  private MapRules() {}

  static @Nullable Node simplify(SimplifyingBuilder b, ScalarFunction function, List<Node> inputs) {
    Node folded = fold(b, function, inputs);
    if (folded != null) {
      return folded;
    }
    if (isCommutative(function) && comesBefore(inputs.get(1), inputs.get(0))) {
      return b.map(function, inputs.get(1), inputs.get(0));
    }
    Node outside = broadcastLater(b, function, inputs);
    if (outside != null) {
      return outside;
    }
    Node turned = turnLater(b, function, inputs);
    if (turned != null) {
      return turned;
    }
    return switch (function) {
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, NEGATE, POWER ->
          ArithmeticRules.simplify(b, function, inputs);
      default -> LogicRules.simplify(b, function, inputs);
    };
  }

  private static @Nullable Node fold(
      SimplifyingBuilder b, ScalarFunction function, List<Node> inputs) {
    double[] values = new double[inputs.size()];
    for (int i = 0; i < values.length; i++) {
      if (!(inputs.get(i).op() instanceof Op.Constant constant)) {
        return null;
      }
      values[i] = constant.value();
    }
    return function.isPredicate() ? null : b.constant(Arithmetic.apply(function, values));
  }

  private static boolean isCommutative(ScalarFunction function) {
    return switch (function) {
      case ADD, MULTIPLY, MINIMUM, MAXIMUM, EQUAL, AND, OR -> true;
      default -> false;
    };
  }

  /** Tensors before repeated scalars before constants, then older before younger. */
  private static boolean comesBefore(Node a, Node b) {
    int difference = rank(a) - rank(b);
    return difference != 0 ? difference < 0 : a.id() < b.id();
  }

  private static int rank(Node node) {
    if (Constants.of(node) != null) {
      return 2;
    }
    return node.op() instanceof Op.Broadcast broadcast && broadcast.axes().isEmpty() ? 1 : 0;
  }

  /** Computes on the axes that the inputs really have, where none of them has all. */
  private static @Nullable Node broadcastLater(
      SimplifyingBuilder b, ScalarFunction function, List<Node> inputs) {
    var used = new TreeSet<Integer>();
    for (Node input : inputs) {
      if (!(input.op() instanceof Op.Broadcast broadcast)) {
        return null;
      }
      used.addAll(broadcast.axes());
    }
    Shape shape = inputs.get(0).shape();
    if (used.size() == shape.rank()) {
      return null;
    }
    List<Integer> axes = List.copyOf(used);
    List<Size> sizes = axes.stream().map(shape::size).toList();
    var inner = new ArrayList<Node>();
    for (Node input : inputs) {
      List<Integer> own = ((Op.Broadcast) input.op()).axes();
      inner.add(
          b.broadcast(input.input(0), new Shape(sizes), own.stream().map(axes::indexOf).toList()));
    }
    return b.broadcast(b.add(new Op.Map(function), inner), shape, axes);
  }

  /**
   * Computes on the elements as they lie, where all inputs that are not merely repeated are turned
   * in the same way.
   */
  private static @Nullable Node turnLater(
      SimplifyingBuilder b, ScalarFunction function, List<Node> inputs) {
    List<Integer> order = null;
    for (Node input : inputs) {
      if (input.op() instanceof Op.Transpose transpose
          && (order == null || order.equals(transpose.permutation()))) {
        order = transpose.permutation();
      } else if (!(input.op() instanceof Op.Broadcast)) {
        return null;
      }
    }
    if (order == null) {
      return null;
    }
    List<Integer> back = IntStream.range(0, order.size()).boxed().map(order::indexOf).toList();
    List<Node> lying = inputs.stream().map(i -> b.transpose(i, back)).toList();
    return b.transpose(b.add(new Op.Map(function), lying), order);
  }
}
