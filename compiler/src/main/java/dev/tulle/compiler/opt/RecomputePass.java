package dev.tulle.compiler.opt;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Part;
import dev.tulle.compiler.shape.GraphBuilder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives the backward part of a step its own copies of what it would have to keep of layers that are
 * to be computed again, and of what is {@linkplain MadeAnyway made anyway}.
 *
 * <p>Before: any graph, each node in its {@link Part}. After: no node of the backward part reads a
 * node that is forgotten; each copy stands right before the first node that needs it. Invariant:
 * the bits of all writes, since a copy has the operator and the inputs of its original. It comes
 * behind all passes that would find the two equal, and everything they made simpler stays so.
 */
public final class RecomputePass implements Pass {
  @Override
  public String name() {
    return "recompute";
  }

  @Override
  public Graph apply(Graph graph) {
    Set<Node> forgotten = forgotten(graph);
    forgotten.addAll(MadeAnyway.of(graph));
    return forgotten.isEmpty() ? graph : new Copying(forgotten).copied(graph);
  }

  /**
   * What a pass has made another such layer read is that layer's input, and stays: otherwise the
   * copies of one layer would begin with those of the layer before it.
   */
  private static Set<Node> forgotten(Graph graph) {
    Set<Node> forgotten = new HashSet<>();
    for (Node node : graph.nodes()) {
      if (node.part().kind() == Part.Kind.FORGOTTEN) {
        forgotten.add(node);
        node.inputs().stream()
            .filter(input -> !input.part().equals(node.part()))
            .forEach(forgotten::remove);
      }
    }
    return forgotten;
  }

  /** Copies a graph, and what is forgotten a second time where the backward part needs it. */
  private static final class Copying {
    private final Set<Node> forgotten;
    private final GraphBuilder builder = new GraphBuilder();
    private final Map<Node, Node> copies = new HashMap<>();
    private final Map<Node, Node> again = new HashMap<>();

    Copying(Set<Node> forgotten) {
      this.forgotten = forgotten;
    }

    Graph copied(Graph graph) {
      for (Node node : graph.nodes()) {
        boolean backward = !node.part().isForward();
        if (backward) {
          node.inputs().forEach(this::repeat);
        }
        var inputs = new ArrayList<Node>();
        node.inputs().forEach(input -> inputs.add(backward ? late(input) : copy(input)));
        copies.put(node, builder.like(node).add(node.op(), inputs));
      }
      List<Graph.Write> writes =
          graph.writes().stream()
              .map(w -> new Graph.Write(w.storage(), w.name(), copy(w.value())))
              .toList();
      return builder.build(graph.name(), writes);
    }

    /** Makes sure that there is a second copy, without recursion: layers may be deep. */
    private void repeat(Node wanted) {
      Deque<Node> open = new ArrayDeque<>(List.of(wanted));
      while (!open.isEmpty()) {
        Node node = open.peek();
        List<Node> missing = node.inputs().stream().filter(this::isMissing).toList();
        if (!isMissing(node)) {
          open.pop();
        } else if (missing.isEmpty()) {
          open.pop();
          List<Node> inputs = node.inputs().stream().map(this::late).toList();
          again.put(node, builder.like(node).in(Part.AGAIN).add(node.op(), inputs));
        } else {
          missing.forEach(open::push);
        }
      }
    }

    private boolean isMissing(Node node) {
      return forgotten.contains(node) && !again.containsKey(node);
    }

    /** What the backward part reads in place of {@code node}. */
    private Node late(Node node) {
      Node second = again.get(node);
      return second == null ? copy(node) : second;
    }

    private Node copy(Node node) {
      @Nullable Node copy = copies.get(node);
      if (copy == null) {
        throw new IllegalStateException(node + " is used before it is made");
      }
      return copy;
    }
  }
}
