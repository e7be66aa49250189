package dev.tulle.compiler.ad;

import dev.tulle.compiler.ir.ElementType;
import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.shape.GraphBuilder;
import dev.tulle.compiler.shape.ScanBuilder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The derivative of a scan: another scan, which runs the other way (backpropagation through time,
 * Werbos, 1990).
 *
 * <p>Before: a scan that offers what its steps find and what is dear ({@link ScanBuilder#offer}).
 * After: its step carries the adjoints of what the scan carries, and leaves behind the adjoints of
 * elements and of captured values, step by step; the latter are added up outside. Of the scan's own
 * values it reads the dear ones and computes the others again. Invariant: nothing is added up from
 * step to step but the adjoints of what is carried.
 */
final class ScanGradient {
  private final GraphBuilder builder;
  private final Node node;
  private final Op.Scan scan;
  private final Map<Integer, Node> results;
  private final Predicate<Node> active;
  private final Set<Node> held;

  /** The scan's step, and its adjoint behind it. */
  private final GraphBuilder step;

  private final ScanBuilder back;

  /** The carried tensors that a result with an adjoint depends on. */
  private final Set<Integer> carried;

  /** What nodes of {@link #step} are in the step that goes back. */
  private final Map<Node, Node> seen = new HashMap<>();

  /**
   * @param node the scan
   * @param results the adjoints of its results
   * @param active which of its inputs adjoints are wanted for
   * @param held nodes that count as constants, also in steps
   */
  ScanGradient(
      GraphBuilder builder,
      Node node,
      Map<Integer, Node> results,
      Predicate<Node> active,
      Set<Node> held) {
    this.builder = builder;
    this.node = node;
    this.scan = (Op.Scan) node.op();
    this.results = results;
    this.active = active;
    this.held = held;
    this.step = new GraphBuilder(scan.step());
    this.back = new ScanBuilder(builder, scan.length(), !scan.reverse());
    this.carried = carried();
  }

  private Set<Integer> carried() {
    Set<Integer> found = new TreeSet<>();
    Set<Integer> asked = new HashSet<>(results.keySet());
    while (true) {
      List<Node> values = asked.stream().map(i -> scan.step().writes().get(i).value()).toList();
      asked.stream().filter(i -> i < scan.carried()).forEach(found::add);
      for (Node read : GraphBuilder.reached(values)) {
        if (read.op() instanceof Op.Read op
            && op.storage() == Storage.CARRIED
            && read.type() == ElementType.FLOAT) {
          found.add(scan.input(op));
        }
      }
      if (!asked.addAll(found)) {
        return found;
      }
    }
  }

  /** The adjoint of each input, null where there is none. */
  List<@Nullable Node> shares() {
    List<ReverseMode.Seed> seeds = seeds();
    Map<Integer, Node> reads = reads();
    var inputs = new ArrayList<>(reads.keySet());
    List<@Nullable Node> found =
        ReverseMode.gradients(step, seeds, new ArrayList<>(reads.values()), held);
    Map<Integer, Node> adjoints = new LinkedHashMap<>();
    for (int i = 0; i < found.size(); i++) {
      Node adjoint = found.get(i);
      if (adjoint != null) {
        adjoints.put(inputs.get(i), adjoint);
      }
    }
    copy(adjoints.values());
    return build(adjoints);
  }

  /** Adjoints from outside: placeholders in the step, carried and element in the one back. */
  private List<ReverseMode.Seed> seeds() {
    var seeds = new ArrayList<ReverseMode.Seed>();
    List<Graph.Write> writes = scan.step().writes();
    for (int i = 0; i < writes.size(); i++) {
      Node value = writes.get(i).value();
      Node adjoint = results.get(i);
      if (value.type() != ElementType.FLOAT || (adjoint == null && !carried.contains(i))) {
        continue;
      }
      if (adjoint == null) {
        adjoint = builder.constant(0, value.shape());
      }
      Node seed =
          step.at(value.origin(), ReverseMode.adjointName(value))
              .read(Storage.CAPTURED, "adjoint" + i, value.shape());
      seen.put(seed, i < scan.carried() ? back.carry(adjoint) : back.element(adjoint));
      seeds.add(new ReverseMode.Seed(value, seed));
    }
    return seeds;
  }

  /** The step's reads by which to differentiate, by the input that they stand for. */
  private Map<Integer, Node> reads() {
    Map<Integer, Node> reads = new LinkedHashMap<>();
    for (Node read : scan.step().nodes()) {
      if (read.op() instanceof Op.Read op) {
        int input = scan.input(op);
        Node outside = node.input(input);
        if (op.storage() == Storage.CARRIED) {
          seen.put(read, back.element(kept(read)));
        } else if (op.storage() == Storage.ELEMENT) {
          seen.put(read, back.element(outside));
        } else {
          seen.put(read, back.capture(outside));
        }
        boolean wanted = op.storage() == Storage.CARRIED || active.test(outside);
        if (read.type() == ElementType.FLOAT && wanted) {
          reads.put(input, read);
        }
      }
    }
    return reads;
  }

  /** All that the scan's steps had of a value. */
  private Node kept(Node value) {
    List<Graph.Write> writes = scan.step().writes();
    for (int i = scan.carried(); i < writes.size(); i++) {
      if (isSame(writes.get(i).value(), value)) {
        return builder.like(value).result(node, i);
      }
    }
    throw new IllegalStateException("the scan " + node + " does not offer " + value);
  }

  private static boolean isSame(Node a, Node b) {
    return a == b
        || (a.op() instanceof Op.ScanResult && a.op().equals(b.op()) && a.input(0) == b.input(0));
  }

  /** Copies what adjoints are made of, down to what is read. */
  private void copy(Iterable<Node> adjoints) {
    Set<Integer> own = new HashSet<>();
    scan.step().nodes().forEach(n -> own.add(n.id()));
    Set<Node> needed = new HashSet<>();
    var open = new ArrayDeque<Node>();
    adjoints.forEach(open::add);
    while (!open.isEmpty()) {
      Node next = open.pop();
      if (seen.containsKey(next) || !needed.add(next)) {
        continue;
      }
      boolean forward =
          own.contains(next.id())
              || (next.op() instanceof Op.ScanResult && own.contains(next.input(0).id()));
      if (forward && ScanBuilder.isDear(next.op())) {
        seen.put(next, back.element(kept(next)));
      } else {
        open.addAll(next.inputs());
      }
    }
    needed.stream()
        .filter(n -> !seen.containsKey(n))
        .sorted(Comparator.comparingInt(Node::id))
        .forEach(
            n ->
                seen.put(
                    n,
                    back.step()
                        .like(n)
                        .add(n.op(), n.inputs().stream().map(this::there).toList())));
  }

  private Node there(Node node) {
    Node copy = seen.get(node);
    if (copy == null) {
      throw new IllegalStateException(node + " was not copied");
    }
    return copy;
  }

  private List<@Nullable Node> build(Map<Integer, Node> adjoints) {
    for (int i : carried) {
      Node value = node.input(i);
      Node adjoint = adjoints.get(i);
      back.next(
          adjoint == null ? back.step().like(value).constant(0, value.shape()) : there(adjoint));
    }
    Map<Integer, Integer> stacked = new LinkedHashMap<>();
    adjoints.forEach(
        (input, adjoint) -> {
          if (input >= scan.carried()) {
            stacked.put(input, back.stack(there(adjoint)));
          }
        });
    builder.at(node.origin(), ReverseMode.adjointName(node));
    List<Node> made = back.offer().build();
    List<@Nullable Node> shares = new ArrayList<>();
    int last = 0;
    for (int i = 0; i < node.inputs().size(); i++) {
      Node input = node.input(i);
      Integer position = stacked.get(i);
      if (carried.contains(i)) {
        shares.add(active.test(input) ? made.get(last) : null);
        last++;
      } else if (position == null) {
        shares.add(null);
      } else if (i < scan.carried() + scan.sequences()) {
        shares.add(made.get(position));
      } else {
        shares.add(builder.like(input).sum(made.get(position), List.of(0)));
      }
    }
    return shares;
  }
}
