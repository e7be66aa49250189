package dev.tulle.compiler.opt;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.shape.GraphBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes the same thing once: every operator is a pure function, random numbers too.
 *
 * <p>Before: any graph. After: no two nodes have the same operator and the same inputs. Invariant:
 * the first of equal nodes stays, with its place and name.
 */
public final class CommonSubexpressionsPass implements Pass {
  @Override
  public String name() {
    return "common-subexpressions";
  }

  @Override
  public Graph apply(Graph graph) {
    return GraphCopy.into(new SharingBuilder(), graph);
  }

  private record Key(Op op, List<Node> inputs) {}

  private static final class SharingBuilder extends GraphBuilder {
    private final Map<Key, Node> known = new HashMap<>();

    @Override
    public Node add(Op op, List<Node> inputs) {
      return known.computeIfAbsent(new Key(op, inputs), key -> super.add(op, inputs));
    }
  }
}
