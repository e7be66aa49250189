package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Shape;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides which values go to memory: what is written, what products read, and what several kernels
 * need and would not cheaply compute again.
 *
 * <p>Before: clusters. After: every value that a kernel needs of another one is stored, or made of
 * what is. Invariant: nothing is stored that nobody reads.
 */
final class Storing {
  private final Clusters clusters;
  private final Set<Node> host;
  private final Roots roots;
  private final Set<Node> stored = new LinkedHashSet<>();

  private record Again(Cluster cluster, Node node) {}

  /** The dear values that clusters compute again. */
  private final Set<Again> again = new HashSet<>();

  /** What the kernels of these clusters cost by now. */
  private final Map<Cluster, Integer> spent = new HashMap<>();

  private final Set<Cluster> done = new HashSet<>();

  /** The nodes whose values go to memory, in the order of their finding. */
  static Set<Node> of(Graph graph, Clusters clusters, Set<Node> host) {
    return new Storing(graph, clusters, host).stored;
  }

  private Storing(Graph graph, Clusters clusters, Set<Node> host) {
    this.clusters = clusters;
    this.host = host;
    this.roots = new Roots(graph, clusters);
    graph.writes().forEach(w -> stored.add(w.value()));
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Op.Contract) {
        node.inputs().forEach(this::storeBase);
      } else if (node.op() instanceof Op.Gather) {
        storeBase(node.input(0));
      } else if (node.op() instanceof Op.Scan scan) {
        node.inputs().subList(scan.carried(), node.inputs().size()).forEach(this::storeArray);
      } else if (node.op() instanceof Op.ScanResult) {
        stored.add(node);
      }
    }
    graph.nodes().forEach(this::storeWhatOthersNeed);
    List<Cluster> sorted = KernelOrder.sorted(clusters.all());
    for (int i = sorted.size() - 1; i >= 0; i--) {
      visit(sorted.get(i));
    }
  }

  /**
   * No kernel computes again what another one adds up: knowing it stored, whoever looks at an
   * element computes it from there.
   */
  private void storeWhatOthersNeed(Node user) {
    for (Node input : user.inputs()) {
      Node base = Views.base(input);
      Cluster own = clusters.cluster(base);
      if (own != null
          && own != clusters.cluster(user)
          && (base.op() instanceof Op.Contract || base.op() instanceof Op.Reduce)
          && !Views.isView(user.op())) {
        stored.add(base);
      }
    }
  }

  /** What a product reads must be an array seen through strides. */
  private void storeBase(Node operand) {
    Node base = operand;
    while (isSeen(base)) {
      base = base.input(0);
    }
    storeArray(base);
  }

  /** Whether a product sees another array through strides here, and has no use for a copy. */
  private static boolean isSeen(Node node) {
    if (node.op() instanceof Op.Transpose transpose) {
      return !transpose.movesRows(node.input(0).shape());
    }
    return node.op() instanceof Op.Slice
        || node.op() instanceof Op.Window
        || node.op() instanceof Op.Reshape && IndexMap.merges(node.shape(), node.input(0).shape());
  }

  /** The same elements under another shape need no copy; what is repeated or picked out does. */
  private void storeArray(Node node) {
    Node array = node;
    while (array.op() instanceof Op.Reshape) {
      array = array.input(0);
    }
    store(array);
  }

  private void store(Node node) {
    if (node.op() instanceof Op.Read || !stored.add(node)) {
      return;
    }
    if (clusters.cluster(node) == null) {
      visit(clusters.single(node));
    }
  }

  private void visit(Cluster cluster) {
    if (!cluster.isLive(stored) || !done.add(cluster)) {
      return;
    }
    var seen = new HashSet<Node>();
    for (Node member : List.copyOf(cluster.members)) {
      if (stored.contains(member)) {
        compute(member, cluster, false, seen);
      }
    }
    if (cluster.kind() == Cluster.Kind.ROWS) {
      keepWhatSeveralPassesNeed(cluster);
    }
  }

  /** Looks after everything that the cluster needs in order to compute {@code node} itself. */
  private void compute(Node node, Cluster cluster, boolean repeated, Set<Node> seen) {
    if (!seen.add(node)) {
      return;
    }
    if (node.op() instanceof Op.Reshape && !IndexMap.merges(node.shape(), node.input(0).shape())) {
      storeUnderReshape(node.input(0));
      return;
    }
    boolean repeats = repeated || node.op() instanceof Op.Broadcast;
    for (Node input : node.inputs()) {
      need(input, cluster, repeats, seen);
    }
  }

  private void need(Node node, Cluster cluster, boolean repeated, Set<Node> seen) {
    Op op = node.op();
    if (cluster.kind() == Cluster.Kind.PRODUCT && isUneven(node)) {
      store(node);
      return;
    }
    if (node.inputs().isEmpty() || host.contains(node)) {
      return;
    }
    if (clusters.cluster(node) == cluster) {
      compute(node, cluster, repeated, seen);
      return;
    }
    if (stored.contains(node)) {
      return;
    }
    boolean floats = clusters.cluster(node) == null && clusters.isReducedOnly(node);
    if (Views.isView(op) || floats || isComputedAgain(node, cluster, repeated)) {
      compute(node, cluster, repeated, seen);
    } else if (isTruth(op)
        && node.inputs().stream().allMatch(i -> i.op() instanceof Op.Map || Views.isNumber(i))) {
      // Whether something holds is asked again: what it is asked of has more uses.
      compute(node, cluster, repeated, seen);
    } else {
      Node kept = repeated ? node : roots.kept(node);
      store(kept);
      if (kept != node && !isComputedAgain(node, cluster, false)) {
        store(node);
      } else if (kept != node) {
        compute(node, cluster, false, seen);
      }
    }
  }

  /**
   * Whether the cluster computes for itself what another one makes: what is cheap in any case, what
   * is dearer as long as that leaves the kernel short enough for vectors.
   */
  private boolean isComputedAgain(Node node, Cluster cluster, boolean repeated) {
    if (!(node.op() instanceof Op.Map)) {
      return false;
    }
    int cost = cost(node, new HashSet<>());
    if (repeated || cost <= Costs.CHEAP) {
      return cost <= (repeated ? Costs.REPEATED : Costs.CHEAP);
    }
    if (again.contains(new Again(cluster, node))) {
      return true;
    }
    int all = spent.getOrDefault(cluster, cluster.cost()) + cost;
    if (cost > Costs.RECOMPUTED || all > Costs.KERNEL) {
      return false;
    }
    spent.put(cluster, all);
    return again.add(new Again(cluster, node));
  }

  private static boolean isTruth(Op op) {
    return op instanceof Op.Map map
        && switch (map.function()) {
          case LESS, LESS_EQUAL, EQUAL -> true;
          default -> false;
        };
  }

  /** A reshape that splits axes is a view of an array only. */
  private void storeUnderReshape(Node input) {
    Node base = input;
    while (base.op() instanceof Op.Reshape && !stored.contains(base)) {
      base = base.input(0);
    }
    store(base);
  }

  /**
   * The price of computing the node from what is stored, shared values once; a large number where
   * something is missing.
   *
   * @param seen what is paid for
   */
  private int cost(Node node, Set<Node> seen) {
    if (!seen.add(node)) {
      return 0;
    }
    if (node.op() instanceof Op.Random random) {
      return Costs.of(random);
    }
    if (node.op() instanceof Op.Read || stored.contains(node)) {
      return Costs.LOAD;
    }
    if (node.inputs().isEmpty() || host.contains(node)) {
      return 0;
    }
    if (node.op() instanceof Op.Map map) {
      int cost = Costs.of(map.function());
      for (Node input : node.inputs()) {
        cost = Math.min(10_000, cost + cost(input, seen));
      }
      return cost;
    }
    if (node.op() instanceof Op.Broadcast) {
      // What is dear and repeated will be stored.
      int cost = cost(node.input(0), new HashSet<>());
      return cost > Costs.REPEATED ? Costs.LOAD : cost;
    }
    return Views.isView(node.op()) ? cost(node.input(0), seen) : 10_000;
  }

  /**
   * Whether vectors along the last axis cannot read it: a product's epilogue has no other form.
   * Axes of 1 lie nowhere, so that the last of the others counts.
   */
  private static boolean isUneven(Node node) {
    Op op = node.op();
    int last = lastAxis(node.shape());
    if (last < 0) {
      return false;
    }
    if (op instanceof Op.Transpose transpose) {
      return transpose.permutation().get(last) != lastAxis(node.input(0).shape());
    } else if (op instanceof Op.Slice) {
      return last != lastAxis(node.input(0).shape());
    } else if (op instanceof Op.Window window) {
      int position = last - window.axis();
      return lastAxis(node.input(0).shape()) == window.axis()
          && (position < 0 || window.strides().get(position) != 1);
    }
    return op instanceof Op.Random random && random.distribution() == Op.Random.Distribution.NORMAL;
  }

  /** The last axis of more than one position, or -1. */
  private static int lastAxis(Shape shape) {
    int axis = shape.rank() - 1;
    while (axis >= 0 && shape.size(axis).isOne()) {
      axis--;
    }
    return axis;
  }

  private void keepWhatSeveralPassesNeed(Cluster cluster) {
    Passes passes = new Passes(cluster, stored, clusters, host);
    for (Node member : cluster.members) {
      if (cluster.isInner(member)
          && member.op() instanceof Op.Map
          && passes.users(member) > 1
          && passes.cost(member) > Costs.RECOMPUTED) {
        stored.add(member);
        passes = new Passes(cluster, stored, clusters, host);
      }
    }
  }
}
