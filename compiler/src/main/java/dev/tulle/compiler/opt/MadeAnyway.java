package dev.tulle.compiler.opt;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Part;
import dev.tulle.compiler.ir.Symbol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds what backward need not keep: factors of products that a sum or a product or two make of
 * what backward reads in any case, such as the result of a gelu, of whose input and error function
 * its derivative is made, or that of a layer norm.
 *
 * <p>These are the largest tensors of a transformer, and are alive from a layer's forward to its
 * backward; as copies they live for a kernel or two. What they are made of on the way is cheap, so
 * that the back end computes it again on either side rather than keep it.
 */
final class MadeAnyway {
  /** How deep sums and products may be made of each other to be worth a tensor. */
  private static final int MOST = 3;

  private final Map<Node, List<Node>> users = new HashMap<>();
  private final Set<Node> written = new HashSet<>();

  /** What backward reads in any case: not as a factor of a product alone. */
  private final Set<Node> read = new HashSet<>();

  private MadeAnyway(Graph graph) {
    for (Node node : graph.nodes()) {
      node.inputs().forEach(i -> users.computeIfAbsent(i, n -> new ArrayList<>()).add(node));
      if (!node.part().isForward() && !(node.op() instanceof Op.Contract) && !isView(node)) {
        read.addAll(node.inputs());
      }
    }
    graph.writes().forEach(w -> written.add(w.value()));
  }

  /** Such values of the forward part, and what only shows them another way. */
  static Set<Node> of(Graph graph) {
    var search = new MadeAnyway(graph);
    Set<Node> found = new HashSet<>();
    for (Node node : graph.nodes()) {
      if (node.part().equals(Part.KEPT)
          && node.shape().count().symbols().contains(Symbol.ROWS)
          && search.isMade(node, MOST)
          && search.isFactor(node)) {
        search.add(node, found);
      }
    }
    return found;
  }

  private List<Node> users(Node node) {
    return users.getOrDefault(node, List.of());
  }

  private void add(Node node, Set<Node> found) {
    found.add(node);
    users(node).stream()
        .filter(u -> isView(u) && u.part().isForward())
        .forEach(view -> add(view, found));
  }

  /** Whether products alone read it, some of them of the backward part. */
  private boolean isFactor(Node node) {
    Set<Node> products = new HashSet<>();
    return endsInProducts(node, products)
        && products.stream().anyMatch(p -> p.part().isForward())
        && products.stream().anyMatch(p -> !p.part().isForward());
  }

  /**
   * Whether all its readers, behind views, are products, which are added to those given. What a
   * layer begins with that is computed again is kept, as the input of all its copies.
   */
  private boolean endsInProducts(Node node, Set<Node> products) {
    if (written.contains(node)) {
      return false;
    }
    for (Node user : users(node)) {
      if (user.part().kind() == Part.Kind.FORGOTTEN) {
        return false;
      } else if (user.op() instanceof Op.Contract) {
        products.add(user);
      } else if (!isView(user) || !endsInProducts(user, products)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isView(Node node) {
    return node.op() instanceof Op.Transpose || node.op() instanceof Op.Reshape;
  }

  /** Whether sums and products make it of what backward reads. */
  private boolean isMade(Node node, int most) {
    return most > 0
        && node.op() instanceof Op.Map map
        && switch (map.function()) {
          case ADD, SUBTRACT, MULTIPLY -> true;
          default -> false;
        }
        && node.inputs().stream().allMatch(i -> isThere(i) || isMade(i, most - 1));
  }

  /** Whether backward reads it in any case, or it is read from outside. */
  private boolean isThere(Node node) {
    if (node.op() instanceof Op.Broadcast) {
      return isThere(node.input(0));
    }
    return read.contains(node) || node.op() instanceof Op.Read || node.op() instanceof Op.Constant;
  }
}
