package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * When the members of a cluster of rows can be computed: a walk over a row for each link in a chain
 * of reductions.
 *
 * <p>The elements of pass 0 need no reduction; those of pass n need one of elements of pass n - 1.
 */
final class Passes {
  private final Cluster cluster;
  private final Set<Node> stored;
  private final Clusters clusters;
  private final Set<Node> host;
  private final Map<Node, Integer> pass = new HashMap<>();
  private final Map<Node, Set<Integer>> users = new HashMap<>();

  Passes(Cluster cluster, Set<Node> stored, Clusters clusters, Set<Node> host) {
    this.cluster = cluster;
    this.stored = stored;
    this.clusters = clusters;
    this.host = host;
    for (Node member : cluster.members) {
      if (member.op() instanceof Op.Reduce || stored.contains(member)) {
        pass(member);
      }
    }
    for (Node member : cluster.members) {
      if (stored.contains(member) && cluster.isInner(member)) {
        use(member, pass(member), new HashSet<>());
      } else if (member.op() instanceof Op.Reduce) {
        use(member.input(0), pass(member) - 1, new HashSet<>());
      }
    }
  }

  /** The pass that computes an element, or behind which a reduction is known. */
  int pass(Node node) {
    Integer known = pass.get(node);
    if (known != null) {
      return known;
    }
    int latest = 0;
    if (isOwn(node)) {
      for (Node input : node.inputs()) {
        latest = Math.max(latest, pass(input));
      }
      if (node.op() instanceof Op.Reduce) {
        latest++;
      }
    }
    pass.put(node, latest);
    return latest;
  }

  /** How many passes use an element of that member. */
  int users(Node member) {
    return users.getOrDefault(member, Set.of()).size();
  }

  /** The price of computing the member's element again. */
  int cost(Node node) {
    if (!isOwn(node) || node.op() instanceof Op.Reduce) {
      return node.op() instanceof Op.Random random ? Costs.of(random) : Costs.LOAD;
    }
    int cost = node.op() instanceof Op.Map map ? Costs.of(map.function()) : 0;
    for (Node input : node.inputs()) {
      boolean kept = stored.contains(input) && clusters.cluster(input) == cluster;
      cost = Math.min(10_000, cost + (kept ? Costs.LOAD : cost(input)));
    }
    return cost;
  }

  /** Whether this kernel computes the node rather than loading it. */
  private boolean isOwn(Node node) {
    if (node.inputs().isEmpty() || host.contains(node)) {
      return false;
    }
    return clusters.cluster(node) == cluster
        || (!stored.contains(node) && (node.op() instanceof Op.Map || Views.isView(node.op())));
  }

  private void use(Node node, int pass, Set<Node> seen) {
    if (!seen.add(node) || !isOwn(node)) {
      return;
    }
    users.computeIfAbsent(node, n -> new HashSet<>()).add(pass);
    boolean loaded = stored.contains(node) && pass(node) < pass;
    if (!loaded && !(node.op() instanceof Op.Reduce)) {
      node.inputs().forEach(i -> use(i, pass, seen));
    }
  }
}
