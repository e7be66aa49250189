package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Symbol;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The order of the kernels: each after those that store what it loads, and what makes little of
 * much as early as it can.
 */
final class KernelOrder {
  private final Clusters clusters;
  private final Set<Node> host;
  private final Set<Node> stored;
  private final List<Cluster> order = new ArrayList<>();

  private KernelOrder(Clusters clusters, Set<Node> host, Set<Node> stored) {
    this.clusters = clusters;
    this.host = host;
    this.stored = stored;
  }

  /** The clusters that become kernels, each after those it needs. */
  static List<Cluster> of(Clusters clusters, Set<Node> host, Set<Node> stored) {
    var all = new KernelOrder(clusters, host, stored);
    clusters.all().forEach(all::link);
    for (Cluster cluster : sorted(clusters.all())) {
      if (cluster.isLive(stored)) {
        all.add(cluster);
      }
    }
    return all.order;
  }

  private void add(Cluster cluster) {
    order.add(leavesLittle(cluster) ? behind(cluster.dependencies) : order.size(), cluster);
  }

  /** Whether a kernel makes of rows of the batch what has none, such as the gradient of a bias. */
  private boolean leavesLittle(Cluster cluster) {
    return cluster.kind() == Cluster.Kind.COLUMNS
        && cluster.members.stream()
            .noneMatch(
                m -> stored.contains(m) && m.shape().count().symbols().contains(Symbol.ROWS));
  }

  /** The first place behind all of {@code needed}: what only they need is free from there on. */
  private int behind(Set<Cluster> needed) {
    int place = order.size();
    while (place > 0 && !needed.contains(order.get(place - 1))) {
      place--;
    }
    return place;
  }

  /**
   * Depth first over dependencies, in the order of beginning, so that equal graphs give equal
   * plans.
   */
  static List<Cluster> sorted(List<Cluster> all) {
    var sorted = new LinkedHashSet<Cluster>();
    var open = new ArrayList<Cluster>();
    for (Cluster start : all) {
      open.add(start);
      while (!open.isEmpty()) {
        Cluster next = open.get(open.size() - 1);
        Cluster missing = null;
        if (!sorted.contains(next)) {
          for (Cluster dependency : next.dependencies) {
            if (!sorted.contains(dependency)) {
              missing = dependency;
              break;
            }
          }
        }
        if (missing == null) {
          sorted.add(next);
          open.remove(open.size() - 1);
        } else if (open.contains(missing)) {
          throw new IllegalStateException(
              "kernels need each other: " + missing.members + " and " + next.members);
        } else {
          open.add(missing);
        }
      }
    }
    return new ArrayList<>(sorted);
  }

  /** What was decided after a cluster was looked at may have given it something to load. */
  private void link(Cluster cluster) {
    var seen = new HashSet<Node>();
    for (Node member : cluster.members) {
      if (stored.contains(member)) {
        link(member, cluster, seen);
      }
    }
  }

  private void link(Node node, Cluster cluster, Set<Node> seen) {
    if (!seen.add(node)) {
      return;
    }
    for (Node input : node.inputs()) {
      Cluster own = clusters.cluster(input);
      if (own != null && own != cluster && stored.contains(input)) {
        cluster.dependencies.add(own);
      } else if (!host.contains(input)) {
        link(input, cluster, seen);
      }
    }
  }
}
