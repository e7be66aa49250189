package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Size;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Values that only what is put together of them reads, as the gates' gradients of a recurrence or
 * what is padded for a convolution: their kernels write them to where they lie in the whole, which
 * so needs no copies.
 */
final class Joined {
  /**
   * Where a value lies.
   *
   * @param views of the value, the first one first: the last is what is put in
   * @param starts its first position along each axis of the whole
   */
  record Site(Node whole, List<Node> views, List<Size> starts) {
    /** The position in the whole's array of the element that the map looks at. */
    Affine linear(IndexMap at) {
      IndexMap seen = at;
      for (Node view : views) {
        seen = seen.onto(view.op(), view.input(0).shape());
      }
      var shifted = new ArrayList<Affine>();
      for (int i = 0; i < starts.size(); i++) {
        shifted.add(seen.axes().get(i).plus(starts.get(i)));
      }
      return new IndexMap(shifted, at.loops()).linear(whole.shape());
    }
  }

  private final Map<Node, Site> sites = new HashMap<>();
  private final Set<Node> parts = new HashSet<>();
  private final Map<Node, Integer> uses = new HashMap<>();

  Joined(Graph graph, Clusters clusters, Set<Node> stored) {
    graph.nodes().forEach(n -> n.inputs().forEach(i -> uses.merge(i, 1, Integer::sum)));
    graph.writes().forEach(w -> uses.merge(w.value(), 1, Integer::sum));
    for (Node node : graph.nodes()) {
      List<List<Size>> starts = starts(node);
      for (int i = 0; i < starts.size(); i++) {
        var views = new ArrayList<Node>();
        Node part = node.input(i);
        while (!stored.contains(part) && isLone(part) && isTurned(part)) {
          views.add(0, part);
          part = part.input(0);
        }
        var site = new Site(node, views, starts.get(i));
        if (stored.contains(part) && isLone(part) && isMade(part, clusters) && isEven(part, site)) {
          sites.put(part, site);
          parts.add(node.input(i));
        }
      }
    }
  }

  private boolean isLone(Node node) {
    return uses.getOrDefault(node, 0) == 1;
  }

  /** Whether each position of the node is one of its input, and the other way round. */
  private static boolean isTurned(Node node) {
    return node.op() instanceof Op.Transpose
        || node.op() instanceof Op.Reshape && IndexMap.merges(node.input(0).shape(), node.shape());
  }

  /** Whether a kernel writes the value element by element. */
  private static boolean isMade(Node node, Clusters clusters) {
    Cluster cluster = clusters.cluster(node);
    if (cluster == null) {
      return false;
    }
    return switch (cluster.kind()) {
      case ELEMENTWISE, ROWS, PRODUCT -> true;
      case COLUMNS, REGIONS, SCAN -> false;
    };
  }

  /** Whether vectors along the value's last axis lie in the whole as they would by themselves. */
  private static boolean isEven(Node part, Site site) {
    int rank = part.shape().rank();
    int last = rank - 1;
    while (last > 0 && part.shape().size(last).isOne()) {
      last--;
    }
    IndexMap at = IndexMap.identity(rank);
    return rank > 0 && site.linear(at).strides().get(last).isOne();
  }

  /** Where the value lies; null where it has a place of its own. */
  @Nullable Site site(Node node) {
    return sites.get(node);
  }

  /** Whether an input of what is put together is there already. */
  boolean isPlaced(Node input) {
    return parts.contains(input);
  }

  /** Where each input of what is put together begins; none for any other node. */
  static List<List<Size>> starts(Node node) {
    if (node.op() instanceof Op.Pad pad) {
      return List.of(pad.before());
    }
    if (!(node.op() instanceof Op.Concat concat)) {
      return List.of();
    }
    var all = new ArrayList<List<Size>>();
    var starts = new ArrayList<>(Collections.nCopies(node.shape().rank(), Size.of(0)));
    for (Node input : node.inputs()) {
      all.add(List.copyOf(starts));
      if (all.size() < node.inputs().size()) {
        Size end = starts.get(concat.axis()).plus(input.shape().size(concat.axis()));
        starts.set(concat.axis(), end);
      }
    }
    return all;
  }
}
