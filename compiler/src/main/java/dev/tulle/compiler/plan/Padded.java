package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds values that are padded, as for the data gradient of a convolution, and else only multiplied
 * and added up, as for its weights: these can read them within what they are padded to, and the
 * value needs no place of its own.
 */
final class Padded {
  private final Map<Node, List<Node>> users = new HashMap<>();
  private final Set<Node> written = new HashSet<>();

  private Padded(Graph graph) {
    for (Node node : graph.nodes()) {
      node.inputs().forEach(i -> users.computeIfAbsent(i, n -> new ArrayList<>()).add(node));
    }
    graph.writes().forEach(w -> written.add(w.value()));
  }

  /** The pad of each such value. */
  static Map<Node, Node> of(Graph graph) {
    var padded = new Padded(graph);
    Map<Node, Node> pads = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Op.Pad && padded.isOnlyAddedUp(node.input(0), node)) {
        pads.putIfAbsent(node.input(0), node);
      }
    }
    return pads;
  }

  private boolean isOnlyAddedUp(Node value, Node pad) {
    boolean isMade =
        value.op() instanceof Op.Map
            || value.op() instanceof Op.Contract
            || value.op() instanceof Op.Reduce;
    return isMade
        && !written.contains(value)
        && users(value).size() > 1
        && users(value).stream().allMatch(u -> u == pad || addsUp(u));
  }

  private boolean addsUp(Node user) {
    Op op = user.op();
    return op instanceof Op.Contract
        || op instanceof Op.Reduce
        || (op instanceof Op.Window || op instanceof Op.Transpose)
            && !written.contains(user)
            && users(user).stream()
                .allMatch(u -> u.op() instanceof Op.Contract || u.op() instanceof Op.Reduce);
  }

  private List<Node> users(Node node) {
    return users.getOrDefault(node, List.of());
  }
}
