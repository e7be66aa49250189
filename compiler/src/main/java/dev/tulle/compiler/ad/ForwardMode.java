package dev.tulle.compiler.ad;

import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.shape.GraphBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Derivatives along a direction by the forward mode (Wengert, 1964), and the products of the
 * Hessian that forward over reverse mode gives (Pearlmutter, 1994).
 *
 * <p>What {@link ReverseMode} passes back is linear in what it is handed, so that its derivative by
 * that is its transpose: the forward mode is the reverse mode twice (Townsend, 2017), and needs no
 * rules of its own. The first of the two is dead code once the second is made.
 */
public final class ForwardMode {
  private ForwardMode() {}

  /**
   * How fast values change where nodes change along a direction.
   *
   * @param values floats of any shapes
   * @param wrt the nodes that change
   * @param direction how each of them changes, of its shape
   * @param held nodes that are taken for constants
   * @return of the shape of each value; null for one that does not change
   */
  public static List<@Nullable Node> tangents(
      GraphBuilder builder,
      List<Node> values,
      List<Node> wrt,
      List<Node> direction,
      Set<Node> held) {
    var handed = new ArrayList<Node>();
    var seeds = new ArrayList<ReverseMode.Seed>();
    for (Node value : values) {
      Node placeholder = builder.constant(0, value.shape());
      handed.add(placeholder);
      seeds.add(new ReverseMode.Seed(value, placeholder));
    }
    List<@Nullable Node> passedBack = ReverseMode.gradients(builder, seeds, wrt, held);
    var along = new ArrayList<ReverseMode.Seed>();
    for (int i = 0; i < wrt.size(); i++) {
      Node passed = passedBack.get(i);
      if (passed != null) {
        along.add(new ReverseMode.Seed(passed, direction.get(i)));
      }
    }
    return ReverseMode.gradients(builder, along, handed, held);
  }

  /**
   * The Hessian of a loss times a direction: how fast the gradient changes along it.
   *
   * @param loss shape []
   * @param wrt the nodes that the Hessian is by
   * @param direction of the shape of each of them
   * @param held nodes that are taken for constants
   * @return of the shape of each of {@code wrt}; null where the gradient does not change
   */
  public static List<@Nullable Node> hessianProduct(
      GraphBuilder builder, Node loss, List<Node> wrt, List<Node> direction, Set<Node> held) {
    List<@Nullable Node> gradients = ReverseMode.gradients(builder, loss, wrt, held);
    var reached = new ArrayList<Node>();
    for (Node gradient : gradients) {
      if (gradient != null) {
        reached.add(gradient);
      }
    }
    var tangents = tangents(builder, reached, wrt, direction, held).iterator();
    List<@Nullable Node> products = new ArrayList<>();
    for (Node gradient : gradients) {
      products.add(gradient == null ? null : tangents.next());
    }
    return products;
  }
}
