package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.shape.GraphBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rewrites what kernels do not compute as it stands.
 *
 * <p>Before: any graph. After: each contraction has rows, columns and a depth of more than one
 * step, and the result's last axis is a column; others are elementwise products and sums. `0 < x`
 * asks the rectified x where that is known, so that the derivative of relu needs what its kernel
 * stores anyway; what is padded is seen within what it is padded to. Invariant: the writes have the
 * same values.
 */
final class Prepare {
  private final GraphBuilder builder = new GraphBuilder();
  private final Map<Node, Node> renewed = new HashMap<>();
  private final Map<Node, Node> rectified = new HashMap<>();

  private Prepare() {}

  static Graph apply(Graph graph) {
    return new Prepare().rewrite(graph);
  }

  private Graph rewrite(Graph graph) {
    Map<Node, Node> padded = Padded.of(graph);
    for (Node node : graph.nodes()) {
      if (renewed.containsKey(node)) {
        continue;
      }
      builder.like(node);
      List<Node> inputs = node.inputs().stream().map(this::renewed).toList();
      Node after =
          node.op() instanceof Op.Contract contract
              ? contraction(contract, inputs.get(0), inputs.get(1))
              : builder.add(node.op(), positive(node.op(), inputs));
      Node pad = padded.get(node);
      if (pad != null) {
        Node whole = builder.like(pad).add(pad.op(), List.of(after));
        renewed.put(pad, whole);
        List<Size> starts = ((Op.Pad) pad.op()).before();
        renewed.put(node, builder.like(node).slice(whole, starts, after.shape()));
      } else {
        renewed.put(node, after);
      }
      if (node.op() instanceof Op.Map map && map.function() == ScalarFunction.MAXIMUM) {
        for (int i = 0; i < 2; i++) {
          if (isZero(inputs.get(1 - i))) {
            rectified.putIfAbsent(inputs.get(i), after);
          }
        }
      }
    }
    return builder.build(
        graph.name(),
        graph.writes().stream()
            .map(w -> new Graph.Write(w.storage(), w.name(), renewed(w.value())))
            .toList());
  }

  private Node renewed(Node node) {
    Node after = renewed.get(node);
    if (after == null) {
      throw new IllegalStateException(node + " comes after its use");
    }
    return after;
  }

  private List<Node> positive(Op op, List<Node> inputs) {
    if (op instanceof Op.Map map
        && map.function() == ScalarFunction.LESS
        && isZero(inputs.get(0))) {
      return List.of(inputs.get(0), rectified.getOrDefault(inputs.get(1), inputs.get(1)));
    }
    return inputs;
  }

  private static boolean isZero(Node node) {
    Node base = node;
    while (base.op() instanceof Op.Broadcast) {
      base = base.input(0);
    }
    return base.op() instanceof Op.Constant constant && constant.value() == 0;
  }

  private Node contraction(Op.Contract contract, Node left, Node right) {
    List<Integer> lonelyLeft = Labels.lonely(contract.left(), contract.right(), contract.result());
    List<Integer> lonelyRight = Labels.lonely(contract.right(), contract.left(), contract.result());
    Node a = summed(left, contract.left(), lonelyLeft);
    Node b = summed(right, contract.right(), lonelyRight);
    var plain =
        new Op.Contract(
            without(contract.left(), lonelyLeft),
            without(contract.right(), lonelyRight),
            contract.result());
    Map<Integer, Size> sizes = new HashMap<>();
    sizes(sizes, plain.left(), a.shape());
    sizes(sizes, plain.right(), b.shape());
    Labels labels = Labels.of(plain, sizes);
    boolean product =
        isLong(labels.rows(), sizes)
            && isLong(labels.columns(), sizes)
            && isLong(labels.depth(), sizes);
    if (!product || !labels.columns().contains(Labels.last(plain.result(), sizes))) {
      return elementwise(plain, labels, sizes, a, b);
    }
    return builder.contract(a, b, plain.left(), plain.right(), plain.result());
  }

  private Node summed(Node node, List<Integer> labels, List<Integer> lonely) {
    return builder.sum(node, lonely.stream().map(labels::indexOf).toList());
  }

  private static List<Integer> without(List<Integer> labels, List<Integer> lonely) {
    return labels.stream().filter(l -> !lonely.contains(l)).toList();
  }

  private static void sizes(Map<Integer, Size> sizes, List<Integer> labels, Shape shape) {
    for (int i = 0; i < labels.size(); i++) {
      sizes.put(labels.get(i), shape.size(i));
    }
  }

  private static boolean isLong(List<Integer> labels, Map<Integer, Size> sizes) {
    return labels.stream().anyMatch(l -> !size(sizes, l).isOne());
  }

  private static Size size(Map<Integer, Size> sizes, Integer label) {
    Size size = sizes.get(label);
    if (size == null) {
      throw new IllegalStateException("label " + label + " is on no axis");
    }
    return size;
  }

  /** The products of all pairs, then their sum over the depth. */
  private Node elementwise(
      Op.Contract contract, Labels labels, Map<Integer, Size> sizes, Node a, Node b) {
    // Depth first keeps the result's last axis contiguous; a depth that ends both operands stays
    // last.
    boolean depthLast =
        endsIn(contract.left(), labels.depth(), sizes)
            && endsIn(contract.right(), labels.depth(), sizes);
    var order = new ArrayList<Integer>(contract.result());
    order.addAll(depthLast ? order.size() : 0, labels.depth());
    Shape shape = new Shape(order.stream().map(l -> size(sizes, l)).toList());
    Node product =
        builder.map(
            ScalarFunction.MULTIPLY,
            spread(a, contract.left(), order, shape),
            spread(b, contract.right(), order, shape));
    return builder.sum(product, labels.depth().stream().map(order::indexOf).toList());
  }

  private static boolean endsIn(
      List<Integer> labels, List<Integer> depth, Map<Integer, Size> sizes) {
    List<Integer> lengthy = labels.stream().filter(l -> !size(sizes, l).isOne()).toList();
    return !lengthy.isEmpty() && depth.contains(lengthy.get(lengthy.size() - 1));
  }

  private Node spread(Node node, List<Integer> labels, List<Integer> order, Shape shape) {
    List<Integer> sorted =
        labels.stream().sorted((x, y) -> order.indexOf(x) - order.indexOf(y)).toList();
    Node turned = builder.transpose(node, sorted.stream().map(labels::indexOf).toList());
    return builder.broadcast(turned, shape, sorted.stream().map(order::indexOf).toList());
  }
}
