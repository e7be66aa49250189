package dev.tulle.compiler.opt;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.shape.GraphBuilder;
import dev.tulle.compiler.shape.ScanBuilder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Cuts a scan into what stands before the loop, the loop, and what stands behind it.
 *
 * <p>Before: a canonical step without what nobody needs. After: the scan that is left, if any is,
 * and nodes around it. {@link StepClasses} says what goes where.
 */
final class ScanSplit {
  private final Op.Scan scan;
  private final List<Node> inputs;
  private final Graph step;
  private final StepClasses classes;
  private final OverSteps around;
  private final ScanBuilder loop;

  /** The writes of the step by their positions among the scan's. */
  private final Map<Integer, Node> carried = new TreeMap<>();

  private final Map<Integer, Node> stacked = new TreeMap<>();

  /** What the loop leaves behind, for results and for the nodes behind it. */
  private final Set<Node> handed = new LinkedHashSet<>();

  private final Map<Node, Node> inside = new HashMap<>();

  /**
   * @param inputs of the scan, nodes of {@code outer}
   * @param step what the scan does; its writes are some of the scan's
   */
  ScanSplit(GraphBuilder outer, Op.Scan scan, List<Node> inputs, Graph step) {
    this.scan = scan;
    this.inputs = inputs;
    this.step = step;
    this.classes = new StepClasses(step);
    this.around = new OverSteps(outer, scan.length());
    this.loop = new ScanBuilder(outer, scan.length(), scan.reverse());
    for (Node node : step.nodes()) {
      if (node.op() instanceof Op.Read read && read.storage() != Storage.CARRIED) {
        Node input = inputs.get(scan.input(read));
        around.put(node, input, read.storage() == Storage.ELEMENT);
      }
    }
    for (Graph.Write write : step.writes()) {
      int name = Integer.parseInt(write.name());
      if (write.storage() == Storage.CARRIED) {
        carried.put(name, write.value());
      } else {
        stacked.put(scan.carried() + name, write.value());
      }
    }
  }

  /**
   * What stands for each of the results of the scan that are asked for.
   *
   * @param finish what is done with the step that is left
   */
  Map<Integer, Node> results(Set<Integer> asked, UnaryOperator<Graph> finish) {
    stacked.values().forEach(v -> handOver(v, new HashSet<>()));
    fillLoop();
    carried.values().forEach(value -> loop.next(inside(value)));
    Map<Node, Integer> positions = new LinkedHashMap<>();
    handed.forEach(node -> positions.put(node, loop.stack(inside(node))));
    List<Node> made = carried.isEmpty() && handed.isEmpty() ? List.of() : loop.build(finish);
    positions.forEach((node, position) -> around.put(node, made.get(position), true));
    Map<Integer, Node> results = new HashMap<>();
    int position = 0;
    for (int index : carried.keySet()) {
      if (asked.contains(index)) {
        results.put(index, made.get(position));
      }
      position++;
    }
    stacked.forEach((index, value) -> results.put(index, around.stepwise(value)));
    return results;
  }

  /** Leaves behind what {@code node} is made of behind the loop. */
  private void handOver(Node node, Set<Node> seen) {
    if (!classes.isInLoop(node) || !seen.add(node)) {
      return;
    }
    if (classes.isBehind(node)) {
      node.inputs().forEach(n -> handOver(n, seen));
    } else {
      handed.add(node);
    }
  }

  /**
   * Makes the nodes of the loop, in the order of the step, so that a second run changes nothing.
   */
  private void fillLoop() {
    Map<Integer, Node> reads = new HashMap<>();
    for (int index : carried.keySet()) {
      reads.put(index, loop.carry(inputs.get(index)));
    }
    Set<Node> needed = new HashSet<>();
    carried.values().forEach(n -> need(n, needed));
    handed.forEach(n -> need(n, needed));
    for (Node node : step.nodes()) {
      if (needed.contains(node)) {
        inside.put(node, make(node, reads));
      }
    }
  }

  private void need(Node node, Set<Node> needed) {
    if (needed.add(node) && !classes.isBefore(node)) {
      node.inputs().forEach(n -> need(n, needed));
    }
  }

  private Node make(Node node, Map<Integer, Node> carriedReads) {
    if (node.op() instanceof Op.Read read) {
      int index = scan.input(read);
      return switch (read.storage()) {
        case CARRIED -> Objects.requireNonNull(carriedReads.get(index));
        case ELEMENT -> loop.element(inputs.get(index));
        default -> loop.capture(inputs.get(index));
      };
    }
    if (classes.isBefore(node)) {
      OverSteps.Lifted lifted = around.lift(node);
      return lifted.stepwise() ? loop.element(lifted.node()) : loop.capture(lifted.node());
    }
    return loop.step().like(node).add(node.op(), node.inputs().stream().map(this::inside).toList());
  }

  private Node inside(Node node) {
    Node own = inside.get(node);
    if (own == null) {
      throw new IllegalStateException(node + " is not in the loop");
    }
    return own;
  }
}
