package dev.tulle.compiler.lower;

import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.shape.GraphBuilder;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How gradients are made; the facade passes {@code ad} in, so that the two packages stay blind to
 * each other.
 */
@FunctionalInterface
public interface Differentiation {
  /**
   * The gradients of a loss.
   *
   * @param loss shape []
   * @param wrt the nodes to differentiate by
   * @param held nodes that are taken for constants
   * @return a node of the shape of each of {@code wrt}, null where no differentiable path leads to
   *     it
   */
  List<@Nullable Node> gradients(GraphBuilder builder, Node loss, List<Node> wrt, Set<Node> held);
}
