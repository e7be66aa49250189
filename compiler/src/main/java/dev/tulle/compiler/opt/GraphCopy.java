package dev.tulle.compiler.opt;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.shape.GraphBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Copies a graph node by node into a builder that may answer with other nodes. */
final class GraphCopy {
  private GraphCopy() {}

  /** What {@code target} makes of the nodes of {@code graph}, without those that nothing needs. */
  static Graph into(GraphBuilder target, Graph graph) {
    return into(target, graph, (node, copy) -> {});
  }

  /**
   * As {@link #into(GraphBuilder, Graph)}.
   *
   * @param copied is told of each node and what it became, before the next one is copied
   */
  static Graph into(GraphBuilder target, Graph graph, BiConsumer<Node, Node> copied) {
    int size = graph.nodes().stream().mapToInt(Node::id).max().orElse(-1) + 1;
    // By the id of what they are copies of.
    @Nullable Node[] copies = new Node[size];
    for (Node node : graph.nodes()) {
      var inputs = new ArrayList<Node>(node.inputs().size());
      for (Node input : node.inputs()) {
        inputs.add(copy(copies, input));
      }
      Node copy = target.like(node).add(node.op(), inputs);
      copies[node.id()] = copy;
      copied.accept(node, copy);
    }
    List<Graph.Write> writes =
        graph.writes().stream()
            .map(w -> new Graph.Write(w.storage(), w.name(), copy(copies, w.value())))
            .toList();
    return target.build(graph.name(), writes);
  }

  private static Node copy(@Nullable Node[] copies, Node node) {
    Node copy = copies[node.id()];
    if (copy == null) {
      throw new IllegalStateException(node + " is used before it is made");
    }
    return copy;
  }
}
