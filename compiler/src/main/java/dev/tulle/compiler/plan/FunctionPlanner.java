package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Plans one graph. */
final class FunctionPlanner {
  private final Graph graph;
  private final Set<Node> host;
  private final Clusters clusters;
  private final Storing storing;

  FunctionPlanner(Graph source) {
    graph = Prepare.apply(source);
    host = HostScalars.of(graph);
    clusters = new Clusters(graph, host);
    storing = new Storing(graph, clusters, host);
  }

  /**
   * @param outside where the tensors of a storage lie
   * @param workspace floats of the workspace that are taken; grows
   */
  FunctionPlan plan(Function<Buffer, Place> outside, Extent workspace) {
    List<Kernel> kernels = kernels();
    BufferPlanner buffers = new BufferPlanner(kernels, workspace.fixedStart, workspace.perRowStart);
    workspace.fixed = Math.max(workspace.fixed, buffers.fixedLength());
    workspace.perRow = Math.max(workspace.perRow, buffers.perRowLength());
    Map<Buffer, Place> places = new IdentityHashMap<>(buffers.places());
    for (Kernel kernel : kernels) {
      kernel.stores().forEach(s -> places.computeIfAbsent(s.buffer(), outside));
      Values.walk(
          kernel.roots(),
          v -> {
            if (v instanceof Value.Load load) {
              places.computeIfAbsent(load.buffer(), outside);
            }
          });
    }
    return new FunctionPlan(graph.name(), kernels, hostNumbers(kernels), places);
  }

  /** How far a workspace reaches: what is taken before, and in all. */
  static final class Extent {
    final long fixedStart;
    final long perRowStart;
    long fixed;
    long perRow;

    Extent(long fixedStart, long perRowStart) {
      this.fixedStart = fixedStart;
      this.perRowStart = perRowStart;
      this.fixed = fixedStart;
      this.perRow = perRowStart;
    }
  }

  private List<Kernel> kernels() {
    List<Kernel> kernels = kernels(Set.of());
    Set<String> late = Hazards.of(kernels);
    return late.isEmpty() ? kernels : kernels(late);
  }

  private List<Kernel> kernels(Set<String> late) {
    Buffers buffers = new Buffers(graph, storing.stored(), late);
    KernelBuilder builder = new KernelBuilder(clusters, host, storing.stored(), buffers);
    var kernels = new ArrayList<Kernel>();
    for (Cluster cluster : storing.order()) {
      kernels.addAll(builder.build(cluster));
    }
    buffers.copies().forEach(c -> kernels.add(KernelBuilder.copy(c)));
    return kernels;
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
    return graph.nodes().stream().filter(needed::contains).toList();
  }

  private static void need(Node node, Set<Node> needed) {
    if (!(node.op() instanceof Op.Constant) && needed.add(node)) {
      node.inputs().forEach(i -> need(i, needed));
    }
  }
}
