package dev.tulle.compiler.ad;

import dev.tulle.compiler.ir.ElementType;
import dev.tulle.compiler.ir.Node;
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
    var mode = new ReverseMode(builder);
    mode.run(loss, new HashSet<>(wrt), held);
    builder.at(origin, hint);
    List<@Nullable Node> gradients = new ArrayList<>();
    for (Node node : wrt) {
      gradients.add(mode.adjoints.get(node));
    }
    return gradients;
  }

  private void run(Node loss, Set<Node> wrt, Set<Node> held) {
    List<Node> nodes =
        GraphBuilder.reached(List.of(loss)).stream()
            .sorted(Comparator.comparingInt(Node::id))
            .toList();
    for (Node node : nodes) {
      boolean depends = wrt.contains(node) || node.inputs().stream().anyMatch(active::contains);
      if (depends && node.type() == ElementType.FLOAT && !held.contains(node)) {
        active.add(node);
      }
    }
    if (!active.contains(loss)) {
      return;
    }
    adjoints.put(loss, builder.at(loss.origin(), adjointName(loss)).constant(1, Shape.SCALAR));
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      Node adjoint = adjoints.get(node);
      if (adjoint != null) {
        passOn(node, adjoint);
      }
    }
  }

  private void passOn(Node node, Node adjoint) {
    for (int i = 0; i < node.inputs().size(); i++) {
      Node input = node.input(i);
      if (!active.contains(input)) {
        continue;
      }
      builder.at(node.origin(), adjointName(input));
      Node share = GradientRules.adjoint(builder, node, i, adjoint);
      if (share != null) {
        Node sum = adjoints.get(input);
        adjoints.put(input, sum == null ? share : builder.map(ScalarFunction.ADD, sum, share));
      }
    }
  }

  private static String adjointName(Node node) {
    return node.hint().isEmpty() ? "" : node.hint() + "Gradient";
  }
}
