package dev.tulle.compiler.opt;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.shape.GraphBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Leaves in each loop what it is for: the recurrence.
 *
 * <p>Before: any graph. After: no step computes what nothing asks for; products, reductions and
 * random numbers that do not depend on what is carried stand before the loop, those that nothing
 * carried depends on behind it, each for all steps at once; steps are in canonical form. Invariant:
 * the values of all writes, up to rounding.
 */
public final class ScanPass implements Pass {
  /** What steps go through; a loop within a step comes first, so that what leaves it can go on. */
  private static final List<Pass> FOR_STEPS =
      List.of(
          new CommonSubexpressionsPass(),
          new CanonicalisePass(),
          new ScanPass(),
          new CanonicalisePass(),
          new CommonSubexpressionsPass());

  private static final List<Pass> CANONICAL =
      List.of(new CanonicalisePass(), new CommonSubexpressionsPass(), new DeadCodePass());

  @Override
  public String name() {
    return "scan";
  }

  @Override
  public Graph apply(Graph graph) {
    if (graph.nodes().stream().noneMatch(n -> n.op() instanceof Op.Scan)) {
      return graph;
    }
    var asked = new HashMap<Node, Set<Integer>>();
    Map<Node, Graph> steps = steps(graph, asked);
    var target = new GraphBuilder();
    Map<Node, Node> copies = new HashMap<>();
    Map<Node, Map<Integer, Node>> results = new HashMap<>();
    for (Node node : graph.nodes()) {
      List<Node> inputs = new ArrayList<>();
      node.inputs().forEach(i -> inputs.add(copies.get(i)));
      if (node.op() instanceof Op.Scan scan) {
        Graph step = steps.get(node);
        if (step != null) {
          var split = new ScanSplit(target.like(node), scan, inputs, step);
          results.put(
              node, split.results(asked.getOrDefault(node, Set.of()), s -> all(CANONICAL, s)));
        }
      } else if (node.op() instanceof Op.ScanResult result) {
        copies.put(node, results.getOrDefault(node.input(0), Map.of()).get(result.index()));
      } else if (!inputs.contains(null)) {
        copies.put(node, target.like(node).add(node.op(), inputs));
      }
    }
    return target.build(
        graph.name(),
        graph.writes().stream()
            .map(w -> new Graph.Write(w.storage(), w.name(), copy(copies, w.value())))
            .toList());
  }

  private static Node copy(Map<Node, Node> copies, Node node) {
    Node copy = copies.get(node);
    if (copy == null) {
      throw new IllegalStateException(node + " was not copied");
    }
    return copy;
  }

  /**
   * What is left of each step that anything needs, from the last scan to the first: what a later
   * one does not read any more, an earlier one need not keep.
   *
   * @param asked is told the results of each scan that are needed
   */
  private static Map<Node, Graph> steps(Graph graph, Map<Node, Set<Integer>> asked) {
    Map<Node, Graph> steps = new HashMap<>();
    Set<Node> needed = new HashSet<>();
    graph.writes().forEach(w -> needed.add(w.value()));
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      Node node = graph.nodes().get(i);
      if (!needed.contains(node)) {
        continue;
      }
      if (node.op() instanceof Op.Scan scan) {
        Graph step = all(FOR_STEPS, NeededStep.of(scan, asked.getOrDefault(node, Set.of())));
        steps.put(node, step);
        for (Graph.Write write : step.writes()) {
          if (write.storage() == Storage.CARRIED) {
            needed.add(node.input(Integer.parseInt(write.name())));
          }
        }
        for (Node inner : step.nodes()) {
          if (inner.op() instanceof Op.Read read) {
            needed.add(node.input(scan.input(read)));
          }
        }
      } else {
        if (node.op() instanceof Op.ScanResult result) {
          asked.computeIfAbsent(node.input(0), n -> new TreeSet<>()).add(result.index());
        }
        needed.addAll(node.inputs());
      }
    }
    return steps;
  }

  private static Graph all(List<Pass> passes, Graph graph) {
    Graph current = graph;
    for (Pass pass : passes) {
      current = pass.apply(current);
    }
    return current;
  }
}
