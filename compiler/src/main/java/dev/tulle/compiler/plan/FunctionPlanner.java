package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.shape.GraphBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/** Plans one graph. */
final class FunctionPlanner {
  private final Graph graph;
  private final Set<Node> host;
  private final Clusters clusters;
  private final Set<Node> stored;
  private final List<Cluster> order;
  private final Joined joined;
  private final Hidden hidden;

  /** Of the steps of its scans. */
  private final Map<Node, FunctionPlanner> within = new LinkedHashMap<>();

  private final Map<Node, ScanLayout> layouts = new LinkedHashMap<>();
  private final Map<Node, Integer> numbers = new HashMap<>();

  FunctionPlanner(Graph source) {
    this(source, new AtomicInteger(), false);
  }

  /**
   * @param loops how many there are so far in the function
   * @param turning whether the graph is the step of one
   */
  private FunctionPlanner(Graph source, AtomicInteger loops, boolean turning) {
    Graph prepared = Prepare.apply(source);
    graph = turning ? withoutCopies(prepared) : prepared;
    host = HostScalars.of(graph);
    clusters = new Clusters(graph, host, turning);
    stored = Storing.of(graph, clusters, host);
    order = KernelOrder.of(clusters, host, stored);
    joined = new Joined(graph, clusters, stored);
    hidden = Hidden.of(graph);
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Op.Scan scan) {
        int number = loops.getAndIncrement();
        numbers.put(node, number);
        within.put(node, new FunctionPlanner(scan.step(), loops, true));
      }
    }
  }

  /**
   * A step need not write what it finds, which {@link ScanLayout} has in its place, nor the same
   * elements under another shape.
   */
  private static Graph withoutCopies(Graph graph) {
    var writes = new ArrayList<Graph.Write>();
    for (Graph.Write write : graph.writes()) {
      Node value = write.value();
      while (value.op() instanceof Op.Reshape && !(value.input(0).op() instanceof Op.Read)) {
        value = value.input(0);
      }
      if (!ScanLayout.isFound(write)) {
        writes.add(new Graph.Write(write.storage(), write.name(), value));
      }
    }
    return new GraphBuilder(graph).build(graph.name(), writes);
  }

  /**
   * @param outside where the tensors of a storage lie
   * @param workspace floats of the workspace that are taken; grows
   */
  FunctionPlan plan(Function<Buffer, Place> outside, Extent workspace) {
    List<Step> steps = steps(Set.of());
    Set<String> late = Hazards.of(steps);
    if (!late.isEmpty()) {
      steps = steps(late);
    }
    return plan(LoopsByRows.of(withPanels(steps)), outside, workspace, Map.of());
  }

  private static List<Step> withPanels(List<Step> steps) {
    return Panels.beforeConvolutions(Panels.beforeLoops(Panels.beforeTall(steps)));
  }

  /**
   * The plan of a function that reads weights in panels, and what lays these out when weights are
   * loaded.
   */
  ProgramPlan.Serving planServing(Function<Buffer, Place> outside, Extent workspace) {
    Panels.Served served = Panels.ofWeights(steps(Set.of()));
    Map<Buffer, Place> panels = new IdentityHashMap<>();
    long floats = 0;
    for (Kernel kernel : served.kernels()) {
      Buffer to = ((Kernel.Panels) kernel).to();
      panels.put(to, new Place(Place.Region.PANELS, ProgramPlan.LEAD + floats, 0));
      floats += to.count().value();
    }
    FunctionPlan predict = plan(withPanels(served.steps()), outside, workspace, panels);
    Map<Buffer, Place> places = new IdentityHashMap<>(panels);
    served.kernels().stream()
        .flatMap(Kernel::buffers)
        .forEach(b -> places.computeIfAbsent(b.base(), outside));
    var load = new FunctionPlan("load", List.copyOf(served.kernels()), List.of(), places);
    return new ProgramPlan.Serving(predict, load, floats);
  }

  private FunctionPlan plan(
      List<Step> steps,
      Function<Buffer, Place> outside,
      Extent workspace,
      Map<Buffer, Place> placed) {
    Map<Buffer, Place> places = new IdentityHashMap<>(workspace.places(steps, placed.keySet()));
    places.putAll(placed);
    List<Kernel> kernels = steps.stream().flatMap(Step::kernels).toList();
    for (Kernel kernel : kernels) {
      kernel.buffers().forEach(b -> places.computeIfAbsent(b.base(), outside));
    }
    return new FunctionPlan(graph.name(), steps, hostNumbers(kernels), places);
  }

  /** How far a workspace reaches: what is taken before, and in all. */
  static final class Extent {
    final long fixedStart;
    final long perRowStart;
    long fixed;
    long perRow;
    long stripPerRow;
    long strip;

    Extent(long fixedStart, long perRowStart) {
      this.fixedStart = fixedStart;
      this.perRowStart = perRowStart;
      this.fixed = fixedStart;
      this.perRow = perRowStart;
    }

    /**
     * Places what lies between kernels; grows.
     *
     * @param elsewhere what has a place outside of the workspace
     */
    Map<Buffer, Place> places(List<Step> steps, Set<Buffer> elsewhere) {
      BufferPlanner buffers = new BufferPlanner(steps, elsewhere, fixedStart, perRowStart);
      fixed = Math.max(fixed, buffers.fixedLength());
      perRow = Math.max(perRow, buffers.perRowLength());
      stripPerRow = Math.max(stripPerRow, buffers.stripPerRow());
      strip = Math.max(strip, buffers.stripLength());
      return buffers.places();
    }

    /** The plan of the same kernels as other steps; grows. */
    FunctionPlan place(FunctionPlan plan, List<Step> steps) {
      Map<Buffer, Place> panels = new IdentityHashMap<>(plan.places());
      panels.values().removeIf(p -> p.region() != Place.Region.PANELS);
      return plan.with(steps, places(steps, panels.keySet()));
    }

    ProgramPlan.Workspace workspace() {
      return new ProgramPlan.Workspace(fixed, perRow, stripPerRow, strip);
    }
  }

  private List<Step> steps(Set<String> late) {
    layOut();
    return steps(new Buffers(graph, stored, joined, late, layouts));
  }

  private void layOut() {
    numbers.forEach((node, number) -> layouts.put(node, new ScanLayout(node, number)));
  }

  private List<Step> steps(Buffers buffers) {
    KernelBuilder builder = new KernelBuilder(clusters, host, stored, hidden, buffers, this::loop);
    var steps = new ArrayList<Step>();
    for (Cluster cluster : order) {
      steps.addAll(builder.build(cluster));
    }
    buffers.copies().forEach(c -> steps.add(KernelBuilder.copy(c)));
    return steps;
  }

  private Repeat loop(Node node, Buffers around) {
    FunctionPlanner step = within.get(node);
    if (step == null) {
      throw new IllegalStateException(node + " is no scan");
    }
    Op.Scan scan = (Op.Scan) node.op();
    step.layOut();
    Buffers buffers =
        new Buffers(
            step.graph, step.stored, step.joined, around, node, around.layout(node), step.layouts);
    return new Repeat(
        numbers.getOrDefault(node, 0),
        node.origin(),
        scan.length(),
        scan.reverse(),
        step.steps(buffers),
        false);
  }

  /** What kernels read of the host's numbers, with all that these are made of but constants. */
  private List<Node> hostNumbers(List<Kernel> kernels) {
    Set<Node> needed = new LinkedHashSet<>();
    for (Kernel kernel : kernels) {
      Values.walk(
          kernel.roots(),
          v -> {
            if (v instanceof Value.Host number) {
              need(number.node(), needed);
            }
          });
    }
    return nodes().filter(needed::contains).toList();
  }

  /** All nodes, those of steps behind the others. */
  private Stream<Node> nodes() {
    return Stream.concat(
        graph.nodes().stream(), within.values().stream().flatMap(FunctionPlanner::nodes));
  }

  private static void need(Node node, Set<Node> needed) {
    if (!(node.op() instanceof Op.Constant) && needed.add(node)) {
      node.inputs().forEach(i -> need(i, needed));
    }
  }
}
