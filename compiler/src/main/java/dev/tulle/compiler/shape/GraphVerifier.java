package dev.tulle.compiler.shape;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Storage;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a graph is one: after each pass, so that the pass that breaks it is the one that is
 * named.
 */
public final class GraphVerifier {
  private GraphVerifier() {}

  /**
   * Checks every node and write.
   *
   * @param after the pass that made the graph
   * @throws IllegalStateException with the pass, the node and the label of the rule that is broken
   */
  public static void verify(Graph graph, String after) {
    try {
      check(graph);
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          "%s of graph %s broke a rule: %s".formatted(after, graph.name(), e.getMessage()), e);
    }
  }

  private static void check(Graph graph) {
    writes(graph, nodes(graph));
  }

  /** The nodes by id. */
  private static @Nullable Node[] nodes(Graph graph) {
    List<Node> all = graph.nodes();
    // By id: the nodes so far, which ascend.
    @Nullable Node[] seen = new Node[all.isEmpty() ? 0 : all.get(all.size() - 1).id() + 1];
    Map<String, TensorType> reads = new HashMap<>();
    int previous = -1;
    for (Node node : graph.nodes()) {
      ShapeRules.require(node.id() > previous, "graph G1: the id of %s does not ascend", node);
      previous = node.id();
      for (Node input : node.inputs()) {
        ShapeRules.require(
            isAt(seen, input), "graph G2: input %s of %s does not come before", input, node);
      }
      TensorType wanted = ShapeRules.infer(node.op(), node.inputs());
      TensorType found = new TensorType(node.shape(), node.type());
      ShapeRules.require(
          wanted.equals(found), "graph G3: %s is %s, but its rule gives %s", node, found, wanted);
      if (node.op() instanceof Op.Scan scan) {
        check(scan.step());
      }
      if (node.op() instanceof Op.Read read) {
        TensorType other = reads.putIfAbsent(read.storage() + " " + read.name(), found);
        ShapeRules.require(
            other == null || other.equals(found),
            "graph G4: %s %s is read as %s and as %s",
            read.storage(),
            read.name(),
            other == null ? found : other,
            found);
      }
      if (node.id() < seen.length) {
        seen[node.id()] = node;
      }
    }
    var needed = new BitSet(seen.length);
    graph.writes().forEach(w -> needed.set(w.value().id()));
    for (int i = all.size() - 1; i >= 0; i--) {
      Node node = all.get(i);
      ShapeRules.require(needed.get(node.id()), "graph G5: nothing needs %s", node);
      node.inputs().forEach(input -> needed.set(input.id()));
    }
    return seen;
  }

  private static boolean isAt(@Nullable Node[] seen, Node node) {
    return node.id() < seen.length && seen[node.id()] == node;
  }

  private static void writes(Graph graph, @Nullable Node[] nodes) {
    Set<String> places = new HashSet<>();
    Map<String, Op.Read> reads = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Op.Read read) {
        reads.put(read.storage() + " " + read.name(), read);
      }
    }
    for (Graph.Write write : graph.writes()) {
      ShapeRules.require(
          isAt(nodes, write.value()),
          "graph G6: %s, written to %s, is not in the graph",
          write.value(),
          write.name());
      ShapeRules.require(
          places.add(write.storage() + " " + write.name()),
          "graph G7: %s %s is written twice",
          write.storage(),
          write.name());
      ShapeRules.require(
          isWritable(write.storage()), "graph G8: nothing can be written to %s", write.storage());
      Op.Read read = reads.get(write.storage() + " " + write.name());
      if (read != null) {
        ShapeRules.require(
            read.shape().equals(write.value().shape()),
            "graph G9: %s is written as %s",
            read,
            write.value().shape());
      }
    }
  }

  private static boolean isWritable(Storage storage) {
    return switch (storage) {
      case INPUT, TARGET, HOST, ELEMENT, CAPTURED -> false;
      case OUTPUT, LOSS, PARAMETER, STATE, GRADIENT, SLOT, SUM, CARRIED, STACKED -> true;
    };
  }
}
