package dev.tulle.compiler.opt;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.shape.GraphBuilder;
import dev.tulle.compiler.shape.ShapeRules;
import dev.tulle.compiler.shape.TensorType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A builder that answers with the canonical form of what it is asked for.
 *
 * <p>A rule makes its nodes through this builder as well, so that its results are simplified in
 * turn; each rule makes the expression smaller by some measure, hence there is an end. Equal nodes
 * are one node, so that rules can compare by identity.
 */
final class SimplifyingBuilder extends GraphBuilder {
  private record Key(Op op, List<Node> inputs) {}

  private final Map<Key, Node> made = new HashMap<>();
  private final Map<Node, Integer> usesOfOld = new HashMap<>();
  private final Map<Node, Integer> uses = new HashMap<>();
  private final Map<Node, Boolean> hostScalars = new HashMap<>();

  /**
   * @param graph what is about to be copied: how often its nodes are used decides some rules
   */
  SimplifyingBuilder(Graph graph) {
    for (Node node : graph.nodes()) {
      node.inputs().forEach(input -> usesOfOld.merge(input, 1, Integer::sum));
    }
    graph.writes().forEach(write -> usesOfOld.merge(write.value(), 1, Integer::sum));
  }

  /** Remembers that {@code copy} stands for {@code old} and all its uses. */
  void copied(Node old, Node copy) {
    uses.merge(copy, usesOfOld.getOrDefault(old, 0), Integer::sum);
  }

  /** Whether more than one node needs {@code node}: then absorbing it would compute it twice. */
  boolean isShared(Node node) {
    return uses.getOrDefault(node, 0) > 1;
  }

  /** The node that computes this already, or null. */
  @Nullable Node existing(ScalarFunction function, Node... inputs) {
    return made.get(new Key(new Op.Map(function), List.of(inputs)));
  }

  /**
   * Whether the host computes {@code node} in double: a scalar of constants, sizes and host
   * numbers.
   */
  boolean isHostScalar(Node node) {
    if (node.shape().rank() != 0) {
      return false;
    }
    Boolean known = hostScalars.get(node);
    if (known == null) {
      if (node.op() instanceof Op.Read read) {
        known = read.storage() == Storage.HOST;
      } else if (node.op() instanceof Op.Map) {
        known = node.inputs().stream().allMatch(this::isHostScalar);
      } else {
        known = node.op() instanceof Op.Constant || node.op() instanceof Op.Extent;
      }
      hostScalars.put(node, known);
    }
    return known;
  }

  @Override
  public Node add(Op op, List<Node> inputs) {
    Key key = new Key(op, inputs);
    Node known = made.get(key);
    if (known == null) {
      known = simplify(op, inputs);
      if (known == null) {
        known = super.add(op, inputs);
      }
      made.put(key, known);
    }
    return known;
  }

  private @Nullable Node simplify(Op op, List<Node> inputs) {
    TensorType wanted = ShapeRules.infer(op, inputs);
    Node simple;
    if (op instanceof Op.Map map) {
      simple = MapRules.simplify(this, map.function(), inputs);
    } else if (op instanceof Op.Reduce reduce) {
      simple = ReduceRules.simplify(this, reduce, inputs.get(0));
    } else if (op instanceof Op.Contract contract) {
      simple = ContractRules.simplify(this, contract, inputs.get(0), inputs.get(1));
    } else {
      simple = MovementRules.simplify(this, op, inputs);
    }
    if (simple == null || simple.type() != wanted.type()) {
      // An index times 1 is the same number but no index any more: such a node has to stay.
      return null;
    }
    if (!simple.shape().equals(wanted.shape())) {
      throw new IllegalStateException(
          "%s of %s became %s, not %s".formatted(op, inputs, simple.shape(), wanted.shape()));
    }
    return simple;
  }
}
