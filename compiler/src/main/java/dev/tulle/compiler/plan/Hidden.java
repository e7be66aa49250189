package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Arithmetic;
import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.ScalarFunction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What lies behind the diagonals of tensors: elements whose position along one axis is greater than
 * along another, such as the scores of keys that causal attention hides from the queries before
 * them. There a mask puts a number, of which a softmax makes zeros; products need not add up what
 * is zero, nor compute what nobody sees.
 *
 * <p>Scores are taken to be above {@link #NOWHERE}, as they are where they say anything. What is
 * infinite or no number is not carried over from a hidden position.
 */
final class Hidden {
  /** What is as low as this has an exponential of 0 beside any score. */
  private static final double NOWHERE = -1e29;

  /** By node, the number that all elements of a plane are. */
  private final Map<Node, Map<Plane, Double>> values = new HashMap<>();

  /** By node, the planes whose elements may be any finite numbers. */
  private final Map<Node, Set<Plane>> unseen = new HashMap<>();

  private final Map<Node, List<Node>> users = new HashMap<>();
  private final Set<Node> written = new HashSet<>();

  private Hidden(Graph graph) {
    graph.writes().forEach(w -> written.add(w.value()));
    for (Node node : graph.nodes()) {
      node.inputs().forEach(i -> users.computeIfAbsent(i, n -> new ArrayList<>()).add(node));
      Map<Plane, Double> known = known(node);
      if (!known.isEmpty()) {
        values.put(node, known);
      }
    }
    List<Node> nodes = graph.nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      Set<Plane> planes = planesOfUsers(node);
      planes.removeIf(plane -> !noneSees(node, plane));
      if (!planes.isEmpty()) {
        unseen.put(node, planes);
      }
    }
  }

  /** What is hidden in a graph. */
  static Hidden of(Graph graph) {
    return new Hidden(graph);
  }

  /** Whether all elements of the plane are 0. */
  boolean isZero(Node node, Plane plane) {
    Double value = value(node, plane);
    return value != null && value == 0;
  }

  /** Whether nothing depends on the elements of the plane, as long as they are finite. */
  boolean isUnseen(Node node, Plane plane) {
    return unseen.getOrDefault(node, Set.of()).contains(plane);
  }

  /**
   * The axis of a cluster of rows behind whose position all that is stored of a row is 0, and
   * nothing is reduced; -1 where there is none.
   */
  int rowOf(Cluster cluster, Set<Node> stored) {
    if (cluster.reduced().size() != 1) {
      return -1;
    }
    int column = cluster.reduced().iterator().next();
    return cluster.kept().stream()
        .filter(row -> !cluster.space.size(row).isOne())
        .filter(row -> isZero(cluster, stored, new Plane(row, column)))
        .findFirst()
        .orElse(-1);
  }

  private boolean isZero(Cluster cluster, Set<Node> stored, Plane plane) {
    return cluster.members.stream()
        .allMatch(
            member -> {
              if (member.op() instanceof Op.Reduce reduce) {
                Node of = member.input(0);
                return switch (reduce.reduction()) {
                  case SUM -> isZero(of, plane);
                  case MAXIMUM -> isOutdone(of, plane);
                  case MINIMUM -> false;
                };
              }
              return !cluster.isInner(member) || !stored.contains(member) || isZero(member, plane);
            });
  }

  /** Whether the elements of the plane are lower than some other of their row. */
  private boolean isOutdone(Node node, Plane plane) {
    Double value = value(node, plane);
    return value != null && value <= NOWHERE && seesItself(node, plane);
  }

  private @Nullable Double value(Node node, Plane plane) {
    Double known = values.getOrDefault(node, Map.of()).get(plane);
    if (known != null) {
      return known;
    }
    return Views.base(node).op() instanceof Op.Constant constant ? constant.value() : null;
  }

  private Map<Plane, Double> known(Node node) {
    Map<Plane, Double> known = new HashMap<>();
    if (node.op() instanceof Op.Map map) {
      Comparison comparison = Comparison.of(node);
      if (comparison != null) {
        known.put(comparison.plane(), comparison.holds() ? 1.0 : 0.0);
        known.put(comparison.plane().turned(), comparison.holds() ? 0.0 : 1.0);
      }
      Set<Plane> planes = new HashSet<>();
      node.inputs().forEach(i -> planes.addAll(values.getOrDefault(i, Map.of()).keySet()));
      if (map.function() == ScalarFunction.EXP) {
        // What is taken off from a mask is no number that is known, but low enough here.
        node.input(0)
            .inputs()
            .forEach(i -> planes.addAll(values.getOrDefault(i, Map.of()).keySet()));
      }
      for (Plane plane : planes) {
        Double value = value(map.function(), node.inputs(), plane);
        if (value != null) {
          known.put(plane, value);
        }
      }
    } else if (Plane.isMoved(node.op())) {
      values
          .getOrDefault(node.input(0), Map.of())
          .forEach(
              (plane, value) -> {
                Plane moved = plane.moved(node);
                if (moved != null) {
                  known.put(moved, value);
                }
              });
    }
    return known;
  }

  private @Nullable Double value(ScalarFunction function, List<Node> inputs, Plane plane) {
    List<@Nullable Double> known = new ArrayList<>();
    inputs.forEach(i -> known.add(value(i, plane)));
    Double first = known.get(0);
    switch (function) {
      case MULTIPLY, AND -> {
        if (known.stream().anyMatch(v -> v != null && v == 0)) {
          return 0.0;
        }
      }
      case DIVIDE -> {
        if (first != null && first == 0) {
          return 0.0;
        }
      }
      case SELECT -> {
        if (first != null) {
          return known.get(first != 0 ? 1 : 2);
        }
        Double then = known.get(1);
        return then != null && then.equals(known.get(2)) ? then : null;
      }
      case EXP -> {
        if (isFarBelowMaximum(inputs.get(0), plane)) {
          return 0.0;
        }
      }
      default -> {}
    }
    return known.stream().anyMatch(v -> v == null)
        ? null
        : Arithmetic.apply(function, known.stream().mapToDouble(v -> v).toArray());
  }

  /** Whether an element is a hidden one less the maximum of its row. */
  private boolean isFarBelowMaximum(Node node, Plane plane) {
    return node.op() instanceof Op.Map map
        && map.function() == ScalarFunction.SUBTRACT
        && isOutdone(node.input(0), plane)
        && isMaximum(node.input(1), node.input(0), plane);
  }

  /** Whether a node is the maximum of another along the plane's columns, for each row. */
  private static boolean isMaximum(Node node, Node of, Plane plane) {
    if (!(node.op() instanceof Op.Broadcast broadcast)
        || !(node.input(0).op() instanceof Op.Reduce reduce)
        || reduce.reduction() != Op.Reduce.Reduction.MAXIMUM
        || node.input(0).input(0) != of) {
      return false;
    }
    List<Integer> kept =
        IntStream.range(0, of.shape().rank())
            .filter(axis -> !reduce.axes().contains(axis))
            .boxed()
            .toList();
    return broadcast.axes().equals(kept)
        && kept.contains(plane.row())
        && reduce.axes().contains(plane.column());
  }

  /**
   * Whether a position sees its own score, which then is the least that the maximum of its row can
   * be: scores of which a mask hides nothing but the plane.
   */
  private static boolean seesItself(Node node, Plane plane) {
    if (!(node.op() instanceof Op.Map map) || map.function() != ScalarFunction.SELECT) {
      return false;
    }
    Comparison comparison = Comparison.of(node.input(0));
    if (comparison == null || !comparison.meets(plane)) {
      return false;
    }
    int hidden = comparison.holdsBehind(plane) ? 1 : 2;
    int shown = comparison.holdsOnDiagonal() ? 1 : 2;
    return hidden != shown && isScore(node.input(shown));
  }

  /**
   * Whether no mask can have put a low number among the elements: between them and the products
   * that they are made of stands no number as large.
   */
  private static boolean isScore(Node node) {
    return isScore(node, new HashSet<>());
  }

  private static boolean isScore(Node node, Set<Node> met) {
    if (node.op() instanceof Op.Constant constant) {
      return Math.abs(constant.value()) < -NOWHERE;
    }
    return node.op() instanceof Op.Contract
        || !met.add(node)
        || node.inputs().stream().allMatch(input -> isScore(input, met));
  }

  /** The planes of a node that any of its users knows something of. */
  private Set<Plane> planesOfUsers(Node node) {
    Set<Plane> planes = new HashSet<>();
    for (Node user : users.getOrDefault(node, List.of())) {
      if (user.op() instanceof Op.Map) {
        user.inputs().forEach(i -> planes.addAll(values.getOrDefault(i, Map.of()).keySet()));
        planes.addAll(unseen.getOrDefault(user, Set.of()));
      } else if (Plane.isMoved(user.op())) {
        for (Plane plane : unseen.getOrDefault(user, Set.of())) {
          for (int row = 0; row < node.shape().rank(); row++) {
            for (int column = 0; column < node.shape().rank(); column++) {
              Plane own = new Plane(row, column);
              if (plane.equals(own.moved(user))) {
                planes.add(own);
              }
            }
          }
        }
      }
    }
    return planes;
  }

  private boolean noneSees(Node node, Plane plane) {
    List<Node> all = users.getOrDefault(node, List.of());
    return !written.contains(node)
        && !all.isEmpty()
        && all.stream().allMatch(user -> !sees(user, node, plane));
  }

  /** Whether a user depends on the elements of a plane. */
  private boolean sees(Node user, Node node, Plane plane) {
    if (Plane.isMoved(user.op())) {
      Plane moved = plane.moved(user);
      return moved == null || !isUnseen(user, moved);
    }
    if (!(user.op() instanceof Op.Map map)) {
      return true;
    }
    boolean isSeen = !isUnseen(user, plane);
    return switch (map.function()) {
      case SELECT -> {
        Double condition = value(user.input(0), plane);
        boolean hides = condition != null && user.input(condition != 0 ? 1 : 2) != node;
        yield user.input(0) == node || isSeen && !hides;
      }
      case MULTIPLY ->
          isSeen && user.inputs().stream().noneMatch(i -> i != node && isZero(i, plane));
      case DIVIDE -> isSeen || user.input(1) == node;
      case ADD, SUBTRACT, NEGATE -> isSeen;
      default -> true;
    };
  }
}
