package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the nodes of a graph into clusters, each of which becomes a kernel.
 *
 * <p>Before: a graph. After: every product, reduction and joining of tensors is in a cluster,
 * elementwise nodes are in the cluster of an operand where that is possible. Invariant: clusters
 * depend on each other without a cycle.
 *
 * <p>Elementwise nodes of what is given from outside alone float: they belong to the first cluster
 * that uses them. So do those that only reductions need, and those of the backward part that are
 * made of what forward kernels have left.
 */
final class Clusters {
  /** In place of the user of what is to be a cluster of its own. */
  private static final Cluster NOBODY = new Cluster(-1, Cluster.Kind.ELEMENTWISE, Shape.SCALAR);

  private final Set<Node> host;

  /**
   * Whether the graph is the step of a loop: every kernel that it has less is a call less a turn.
   */
  private final boolean turning;

  private final Map<Node, List<Node>> users = new HashMap<>();

  private final Map<Node, Cluster> of = new HashMap<>();

  /** The first cluster that used a floating node; another one must not make it its own. */
  private final Map<Node, Cluster> firstUser = new HashMap<>();

  private final List<Cluster> all = new ArrayList<>();

  /** The last product or loop of the forward part: behind it come the losses. */
  private int lastForward = -1;

  /**
   * @param turning whether the graph is the step of a loop
   */
  Clusters(Graph graph, Set<Node> host, boolean turning) {
    this.host = host;
    this.turning = turning;
    for (Node node : graph.nodes()) {
      node.inputs().forEach(i -> users.computeIfAbsent(i, n -> new ArrayList<>()).add(node));
    }
    graph
        .writes()
        .forEach(w -> users.computeIfAbsent(w.value(), n -> new ArrayList<>()).add(w.value()));
    for (Node node : graph.nodes()) {
      if (!host.contains(node)) {
        place(node);
      }
    }
    for (int i = graph.writes().size() - 1; i >= 0; i--) {
      Node value = graph.writes().get(i).value();
      if (cluster(value) == null) {
        single(value);
      }
    }
  }

  @Nullable Cluster cluster(Node node) {
    return of.get(node);
  }

  List<Cluster> all() {
    return List.copyOf(all);
  }

  /** Operators whose result is put together of parts, one after the other. */
  static boolean isJoining(Op op) {
    return op instanceof Op.Pad
        || op instanceof Op.Concat
        || op instanceof Op.Fold
        || op instanceof Op.Scatter;
  }

  private void place(Node node) {
    Op op = node.op();
    if (op instanceof Op.Contract) {
      Cluster cluster = begin(Cluster.Kind.PRODUCT, node);
      join(node, cluster);
    } else if (op instanceof Op.Reduce reduce) {
      placeReduction(node, reduce.axes());
    } else if (isJoining(op)) {
      join(node, begin(Cluster.Kind.REGIONS, node));
    } else if (op instanceof Op.Scan) {
      join(node, begin(Cluster.Kind.SCAN, node));
    } else if (op instanceof Op.ScanResult) {
      Cluster scan = cluster(node.input(0));
      if (scan == null) {
        throw new IllegalStateException(node.input(0) + " comes after its result");
      }
      join(node, scan);
    } else if (op instanceof Op.Gather) {
      join(node, begin(Cluster.Kind.ELEMENTWISE, node));
    } else if (op instanceof Op.Map) {
      placeMap(node);
    }
  }

  private void placeMap(Node node) {
    Set<Cluster> bases = bases(node);
    boolean apart = isReducedOnly(node);
    if (!turning && (apart || bases.stream().noneMatch(c -> admits(c, node)))) {
      return;
    }
    Cluster host =
        latest(bases, c -> hosts(c, node, bases) && !(apart && c.kind() == Cluster.Kind.PRODUCT));
    if (host == null && turning) {
      host = latest(all, c -> c.kind() == Cluster.Kind.ELEMENTWISE && hosts(c, node, bases));
    }
    join(node, host == null ? begin(Cluster.Kind.ELEMENTWISE, node) : host);
  }

  /**
   * Whether only reductions need the node, which is cheap: a product that had it would have to
   * store it.
   */
  boolean isReducedOnly(Node node) {
    return node.op() instanceof Op.Map map
        && Costs.of(map.function()) <= Costs.REPEATED
        && users.getOrDefault(node, List.of()).stream().allMatch(u -> u.op() instanceof Op.Reduce);
  }

  private void placeReduction(Node node, Set<Integer> axes) {
    Node input = node.input(0);
    Set<Cluster> bases = bases(node);
    int contiguous = Cluster.contiguousAxis(input.shape());
    if (contiguous >= 0 && !axes.contains(contiguous)) {
      Cluster found =
          latest(
              all,
              c ->
                  c.kind() == Cluster.Kind.COLUMNS
                      && admits(c, node)
                      && c.space.equals(input.shape())
                      && c.reduced().equals(axes)
                      && !bases.contains(c)
                      && c.mayTake(bases)
                      && c.sharesOperand(node));
      if (found == null) {
        found = new Cluster(all.size(), Cluster.Kind.COLUMNS, input.shape());
        found.reduceAlong(Cluster.Kind.COLUMNS, axes);
        all.add(found);
      }
      join(node, found);
      return;
    }
    Cluster found = latest(bases, c -> takesRows(c, node, axes, bases));
    if (found == null) {
      found =
          latest(
              all,
              c ->
                  c.kind() == Cluster.Kind.ROWS
                      && takesRows(c, node, axes, bases)
                      && c.sharesOperand(node));
    }
    if (found == null) {
      found = new Cluster(all.size(), Cluster.Kind.ROWS, input.shape());
      all.add(found);
    }
    found.reduceAlong(Cluster.Kind.ROWS, axes);
    join(node, found);
  }

  private boolean takesRows(Cluster cluster, Node node, Set<Integer> axes, Set<Cluster> bases) {
    Node input = node.input(0);
    boolean walks =
        cluster.kind() == Cluster.Kind.ELEMENTWISE
            || (cluster.kind() == Cluster.Kind.ROWS && cluster.reduced().equals(axes));
    return walks
        && admits(cluster, node)
        && cluster.space.equals(input.shape())
        && fits(cluster, input, input.shape().rank() == cluster.space.rank())
        && cluster.mayTake(bases);
  }

  /**
   * Whether the cluster may compute the node. What a kernel of the forward part computes for the
   * backward part would have to be kept in between, and so would what is computed again. But where
   * the losses are computed, backward begins at once; and results of reductions are small.
   */
  private boolean admits(Cluster cluster, Node node) {
    return switch (node.part().kind()) {
      case KEPT, FORGOTTEN -> true;
      case BACKWARD ->
          cluster.id >= lastForward || !node.shape().equals(cluster.space) || !cluster.isForward();
      case AGAIN -> !cluster.isForward();
    };
  }

  /** Whether the cluster could compute the elementwise node besides its own. */
  private boolean hosts(Cluster cluster, Node node, Set<Cluster> bases) {
    if (cluster.isFull() || !admits(cluster, node)) {
      return false;
    }
    boolean inner = node.shape().equals(cluster.space);
    boolean possible =
        switch (cluster.kind()) {
          case ELEMENTWISE, PRODUCT -> inner;
          case ROWS -> inner || node.shape().equals(cluster.keptShape());
          case COLUMNS -> node.shape().equals(cluster.keptShape());
          case REGIONS, SCAN -> false;
        };
    return possible
        && cluster.mayDraw(drawn(node, new HashSet<>()))
        && node.inputs().stream().allMatch(i -> fits(cluster, i, inner))
        && cluster.mayTake(bases);
  }

  /**
   * Whether a member of the cluster that {@code input} is made of is seen at the element that is
   * being computed.
   */
  private boolean fits(Cluster cluster, Node input, boolean inner) {
    Cluster own = of.get(input);
    if (own == cluster) {
      if (cluster.kind() == Cluster.Kind.ROWS && !cluster.reduced().isEmpty()) {
        return cluster.isInner(input) == inner;
      }
      return true;
    }
    if (own != null) {
      return true;
    }
    if (input.op() instanceof Op.Broadcast broadcast
        && cluster.kind() == Cluster.Kind.ROWS
        && inner
        && of.get(input.input(0)) == cluster) {
      return !cluster.isInner(input.input(0)) && broadcast.axes().equals(cluster.kept());
    }
    return !bases(input).contains(cluster);
  }

  private static @Nullable Cluster latest(Set<Cluster> candidates, Predicate<Cluster> fitting) {
    var sorted = new ArrayList<>(candidates);
    sorted.sort(Comparator.comparingInt(c -> c.id));
    return latest(sorted, fitting);
  }

  /**
   * @param candidates in the order of their ids
   */
  private static @Nullable Cluster latest(List<Cluster> candidates, Predicate<Cluster> fitting) {
    for (int i = candidates.size() - 1; i >= 0; i--) {
      if (fitting.test(candidates.get(i))) {
        return candidates.get(i);
      }
    }
    return null;
  }

  /** A cluster of that node alone, and of what floats into it. */
  Cluster single(Node node) {
    Cluster cluster = begin(Cluster.Kind.ELEMENTWISE, node);
    join(node, cluster);
    return cluster;
  }

  private Cluster begin(Cluster.Kind kind, Node node) {
    Cluster cluster = new Cluster(all.size(), kind, node.shape());
    all.add(cluster);
    if (node.part().isForward() && (kind == Cluster.Kind.PRODUCT || kind == Cluster.Kind.SCAN)) {
      lastForward = cluster.id;
    }
    return cluster;
  }

  /** Makes the node a member, and of what floats all that the members alone use. */
  private void join(Node node, Cluster cluster) {
    add(node, cluster);
    // Users come before what they use, so that all that could bar a node has been looked at.
    var open = new TreeSet<Node>(Comparator.comparingInt(Node::id).reversed());
    offer(node, cluster, open);
    var joined = new ArrayList<Node>();
    while (!open.isEmpty()) {
      Node next = open.pollFirst();
      if (cluster.barred.contains(next) || cluster.isFull()) {
        bar(next, cluster);
      } else {
        add(next, cluster);
        offer(next, cluster, open);
        joined.add(next);
      }
    }
    // Kernels store in the order of the text.
    Collections.reverse(joined);
    cluster.members.removeAll(joined);
    cluster.members.addAll(joined);
  }

  private void add(Node node, Cluster cluster) {
    cluster.members.add(node);
    of.put(node, cluster);
    for (Node input : node.inputs()) {
      Set<Node> seen = new LinkedHashSet<>();
      Set<Cluster> found = new LinkedHashSet<>();
      collect(input, found, seen);
      found.remove(cluster);
      cluster.dependOn(found, all);
      seen.forEach(n -> firstUser.putIfAbsent(n, readsFromMemory(node, input) ? NOBODY : cluster));
    }
  }

  /** The inputs of a new member that could be members too. */
  private void offer(Node node, Cluster cluster, Set<Node> open) {
    boolean walks =
        cluster.kind() != Cluster.Kind.REGIONS && cluster.kind() != Cluster.Kind.COLUMNS;
    boolean pointwise = node.op() instanceof Op.Map || node.op() instanceof Op.Reduce;
    for (Node input : node.inputs()) {
      if (walks
          && pointwise
          && floats(input)
          && admits(cluster, input)
          && input.shape().equals(cluster.space)
          && firstUser.get(input) == cluster) {
        open.add(input);
      } else {
        bar(input, cluster);
      }
    }
  }

  /**
   * What a member uses and the cluster does not have may get a kernel of its own, which comes
   * before: the cluster must not have what that one is made of.
   */
  private void bar(Node node, Cluster cluster) {
    var open = new ArrayList<>(node.inputs());
    while (!open.isEmpty()) {
      Node next = open.remove(open.size() - 1);
      if (!of.containsKey(next) && cluster.barred.add(next)) {
        open.addAll(next.inputs());
      }
    }
  }

  /** Whether the input lies in memory before the node's kernel begins: it cannot be part of it. */
  private static boolean readsFromMemory(Node node, Node input) {
    return node.op() instanceof Op.Contract
        || node.op() instanceof Op.Scan
        || (node.op() instanceof Op.Gather && input == node.input(0));
  }

  private boolean floats(Node node) {
    return node.op() instanceof Op.Map && !of.containsKey(node) && !host.contains(node);
  }

  /** The random numbers that come with a node: its own, and those of what floats into it. */
  private Set<Node> drawn(Node node, Set<Node> found) {
    for (Node input : node.inputs()) {
      if (Cluster.isRandom(input)) {
        found.add(input);
      } else if (floats(input)) {
        drawn(input, found);
      }
    }
    return found;
  }

  /** The clusters that compute what {@code node} is made of, itself included. */
  Set<Cluster> bases(Node node) {
    Set<Cluster> found = new LinkedHashSet<>();
    collect(node, found, new LinkedHashSet<>());
    return found;
  }

  private void collect(Node node, Set<Cluster> found, Set<Node> seen) {
    if (!seen.add(node)) {
      return;
    }
    Cluster cluster = of.get(node);
    if (cluster != null) {
      found.add(cluster);
      return;
    }
    node.inputs().forEach(i -> collect(i, found, seen));
  }
}
