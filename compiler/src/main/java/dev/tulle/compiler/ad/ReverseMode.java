package dev.tulle.compiler.ad;

import dev.tulle.compiler.ir.ElementType;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.shape.GraphBuilder;
import dev.tulle.compiler.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Gradients by the reverse mode (Linnainmaa, 1970).
 *
 * <p>Before: a scalar and the nodes it depends on, in one builder. After: the builder has the
 * adjoints besides. Invariant: the adjoint of a node has the node's shape, and is made of primitive
 * operators, so that it can be differentiated again.
 */
public final class ReverseMode {
  private final GraphBuilder builder;
  private final Set<Node> active = new HashSet<>();
  private final Map<Node, Node> adjoints = new HashMap<>();

  /** What is known of the adjoints of a scan's results, by their positions. */
  private final Map<Node, Map<Integer, Node>> ofResults = new HashMap<>();

  private ReverseMode(GraphBuilder builder) {
    this.builder = builder;
  }

  /**
   * The gradients of {@code loss}, each of the shape of its node.
   *
   * @param loss shape []
   * @param wrt the nodes to differentiate by
   * @return null for a node that no differentiable path leads to
   */
  public static List<@Nullable Node> gradients(GraphBuilder builder, Node loss, List<Node> wrt) {
    return gradients(builder, loss, wrt, Set.of());
  }

  /**
   * As {@link #gradients(GraphBuilder, Node, List)}, with some nodes taken for constants: where
   * they depend on {@code wrt}, what they pass on is left out.
   *
   * @param held such as the maximum that a softmax subtracts, whose gradients cancel
   */
  public static List<@Nullable Node> gradients(
      GraphBuilder builder, Node loss, List<Node> wrt, Set<Node> held) {
    if (loss.shape().rank() != 0) {
      throw new IllegalStateException("a gradient is of a scalar, not of " + loss.shape());
    }
    Span origin = builder.origin();
    String hint = builder.hint();
    Node one = builder.at(loss.origin(), adjointName(loss)).constant(1, Shape.SCALAR);
    List<@Nullable Node> gradients = gradients(builder, List.of(new Seed(loss, one)), wrt, held);
    builder.at(origin, hint);
    return gradients;
  }

  /** A value and the adjoint that it has from outside, of its shape. */
  record Seed(Node value, Node adjoint) {}

  /** As {@link #gradients(GraphBuilder, Node, List, Set)}, of several tensors at once. */
  static List<@Nullable Node> gradients(
      GraphBuilder builder, List<Seed> seeds, List<Node> wrt, Set<Node> held) {
    var mode = new ReverseMode(builder);
    mode.run(seeds, new HashSet<>(wrt), held);
    List<@Nullable Node> gradients = new ArrayList<>();
    for (Node node : wrt) {
      gradients.add(mode.adjoints.get(node));
    }
    return gradients;
  }

  private void run(List<Seed> seeds, Set<Node> wrt, Set<Node> held) {
    List<Node> nodes =
        GraphBuilder.reached(seeds.stream().map(Seed::value).toList()).stream()
            .sorted(Comparator.comparingInt(Node::id))
            .toList();
    for (Node node : nodes) {
      boolean depends = wrt.contains(node) || node.inputs().stream().anyMatch(active::contains);
      boolean smooth = node.type() == ElementType.FLOAT || node.op() instanceof Op.Scan;
      if (depends && smooth && !held.contains(node)) {
        active.add(node);
      }
    }
    for (Seed seed : seeds) {
      if (active.contains(seed.value())) {
        add(seed.value(), seed.adjoint());
      }
    }
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      if (node.op() instanceof Op.Scan) {
        passThrough(node, held);
      } else {
        Node adjoint = adjoints.get(node);
        if (adjoint != null) {
          passOn(node, adjoint);
        }
      }
    }
  }

  private void passOn(Node node, Node adjoint) {
    if (node.op() instanceof Op.ScanResult result) {
      ofResults
          .computeIfAbsent(node.input(0), scan -> new TreeMap<>())
          .merge(result.index(), adjoint, (a, b) -> builder.map(ScalarFunction.ADD, a, b));
      return;
    }
    for (int i = 0; i < node.inputs().size(); i++) {
      Node input = node.input(i);
      if (!active.contains(input)) {
        continue;
      }
      builder.at(node.origin(), adjointName(input));
      Node share = GradientRules.adjoint(builder, node, i, adjoint);
      if (share != null) {
        add(input, share);
      }
    }
  }

  /** All results of a scan pass on what they have at once. */
  private void passThrough(Node scan, Set<Node> held) {
    Map<Integer, Node> results = ofResults.get(scan);
    if (results == null) {
      return;
    }
    builder.at(scan.origin(), adjointName(scan));
    List<@Nullable Node> shares =
        new ScanGradient(builder, scan, results, active::contains, held).shares();
    for (int i = 0; i < shares.size(); i++) {
      Node share = shares.get(i);
      if (share != null) {
        add(scan.input(i), share);
      }
    }
  }

  private void add(Node node, Node share) {
    Node sum = adjoints.get(node);
    adjoints.put(node, sum == null ? share : builder.map(ScalarFunction.ADD, sum, share));
  }

  static String adjointName(Node node) {
    return node.hint().isEmpty() ? "" : node.hint() + "Gradient";
  }
}
