package dev.tulle.compiler.shape;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Storage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

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
    nodes(graph);
    writes(graph);
  }

  private static void nodes(Graph graph) {
    Set<Node> seen = new HashSet<>();
    Map<String, TensorType> reads = new HashMap<>();
    int previous = -1;
    for (Node node : graph.nodes()) {
      ShapeRules.require(node.id() > previous, "graph G1: the id of %s does not ascend", node);
      previous = node.id();
      for (Node input : node.inputs()) {
        ShapeRules.require(
            seen.contains(input), "graph G2: input %s of %s does not come before", input, node);
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
      seen.add(node);
    }
    Set<Node> needed =
        GraphBuilder.reached(graph.writes().stream().map(Graph.Write::value).toList());
    for (Node node : graph.nodes()) {
      ShapeRules.require(needed.contains(node), "graph G5: nothing needs %s", node);
    }
  }

  private static void writes(Graph graph) {
    Set<Node> nodes = new HashSet<>(graph.nodes());
    Set<String> places = new HashSet<>();
    Map<String, Op.Read> reads = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Op.Read read) {
        reads.put(read.storage() + " " + read.name(), read);
      }
    }
    for (Graph.Write write : graph.writes()) {
      ShapeRules.require(
          nodes.contains(write.value()),
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
