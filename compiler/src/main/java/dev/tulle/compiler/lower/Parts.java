package dev.tulle.compiler.lower;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Part;
import dev.tulle.compiler.ir.Symbol;
import dev.tulle.compiler.sema.TypedNet;
import dev.tulle.compiler.shape.GraphBuilder;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Parts a training step: what is inside of the layers that a recipe has computed again, what is
 * backward, and the rest.
 *
 * <p>A layer's result stays, since the next layer is computed again from it. What has no rows of
 * the batch stays too: weights, and what a norm knows of a whole batch, are small. So does what a
 * loop brings forth, and what a layer reads besides its input.
 */
final class Parts {
  private final Map<Node, Part> parts = new HashMap<>();
  private final Set<Node> results = new HashSet<>();

  /**
   * @param layers of which those that are part of another one count with it
   */
  Parts(List<TypedNet.Layer> layers, GraphLowering lowering) {
    List<TypedNet.Layer> inOrder =
        layers.stream().sorted(Comparator.comparingInt(TypedNet.Layer::order)).toList();
    for (TypedNet.Layer layer : inOrder) {
      Node result = lowering.made(layer.to());
      List<Node> from =
          layer.from().stream().<Node>map(lowering::made).filter(Objects::nonNull).toList();
      // A layer that no loss needs has no backward part.
      if (result != null && !parts.containsKey(result)) {
        results.add(result);
        mark(result, layer.order() + 1, GraphBuilder.reached(from));
      }
    }
  }

  private void mark(Node result, int layer, Set<Node> before) {
    Deque<Node> open = new ArrayDeque<>(result.inputs());
    var seen = new HashSet<Node>();
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (seen.add(node)
          && !before.contains(node)
          && !results.contains(node)
          && !parts.containsKey(node)) {
        open.addAll(node.inputs());
        if (isLarge(node)) {
          parts.put(node, Part.inside(layer));
        }
      }
    }
  }

  private static boolean isLarge(Node node) {
    boolean made =
        !(node.op() instanceof Op.Read
            || node.op() instanceof Op.Scan
            || node.op() instanceof Op.ScanResult);
    return made && node.shape().count().symbols().contains(Symbol.ROWS);
  }

  /**
   * The same graph with its nodes in their parts.
   *
   * @param first the first node of the backward part
   * @param end the number behind its last one
   */
  Graph applied(Graph graph, int first, int end) {
    var builder = new GraphBuilder();
    Map<Node, Node> copies = new HashMap<>();
    for (Node node : graph.nodes()) {
      boolean backward = first <= node.id() && node.id() < end;
      Part part = backward ? Part.BACKWARD : parts.getOrDefault(node, Part.KEPT);
      List<Node> inputs = node.inputs().stream().map(i -> copy(copies, i)).toList();
      copies.put(node, builder.like(node).in(part).add(node.op(), inputs));
    }
    return builder.build(
        graph.name(),
        graph.writes().stream()
            .map(w -> new Graph.Write(w.storage(), w.name(), copy(copies, w.value())))
            .toList());
  }

  private static Node copy(Map<Node, Node> copies, Node node) {
    return Objects.requireNonNull(copies.get(node), () -> node + " is used before it is made");
  }
}
