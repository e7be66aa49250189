package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Values that several others are functions of, such as the sum that a gelu and its derivative halve
 * and divide: one that is kept serves all kernels that would each ask for another of them.
 */
final class Roots {
  private final Clusters clusters;
  private final Map<Node, Set<Node>> leaving = new HashMap<>();

  Roots(Graph graph, Clusters clusters) {
    this.clusters = clusters;
    for (Node user : graph.nodes()) {
      for (Node input : user.inputs()) {
        Cluster own = clusters.cluster(input);
        if (own != null && own != clusters.cluster(user)) {
          leaving.computeIfAbsent(root(input), r -> new HashSet<>()).add(input);
        }
      }
    }
  }

  /** What to keep so that other kernels can have {@code node}: itself, or what it is made of. */
  Node kept(Node node) {
    Node root = root(node);
    return leaving.getOrDefault(root, Set.of()).size() > 1 ? root : node;
  }

  /** Follows functions of one tensor, and numbers, within a kernel. */
  private Node root(Node node) {
    Node root = node;
    int cost = 0;
    while (root.op() instanceof Op.Map map) {
      Node only = null;
      for (Node input : root.inputs()) {
        if (!Views.isNumber(input)) {
          if (only != null && only != input) {
            return root;
          }
          only = input;
        }
      }
      cost += Costs.of(map.function());
      if (only == null
          || cost > Costs.RECOMPUTED
          || clusters.cluster(only) == null
          || clusters.cluster(only) != clusters.cluster(node)) {
        return root;
      }
      root = only;
    }
    return root;
  }
}
