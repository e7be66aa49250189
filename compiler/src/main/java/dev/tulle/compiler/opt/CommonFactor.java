package dev.tulle.compiler.opt;

import static dev.tulle.compiler.ir.ScalarFunction.ADD;
import static dev.tulle.compiler.ir.ScalarFunction.DIVIDE;
import static dev.tulle.compiler.ir.ScalarFunction.MULTIPLY;
import static dev.tulle.compiler.opt.ArithmeticRules.isMap;

import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sums of products that share a factor: {@code u a + u b} is {@code u (a + b)}. Where {@code u} is
 * a gradient, the sum is the derivative itself, which depends on what the forward pass has anyway.
 */
final class CommonFactor {
  private CommonFactor() {}

  static @Nullable Node sum(SimplifyingBuilder b, Node x, Node y) {
    if (!isProduct(x) || !isProduct(y) || b.isShared(x) || b.isShared(y)) {
      return null;
    }
    List<Node> others = factors(b, y);
    for (Node factor : factors(b, x)) {
      if (others.contains(factor)) {
        Node rest = b.map(ADD, without(b, x, factor), without(b, y, factor));
        return b.map(MULTIPLY, factor, rest);
      }
    }
    return null;
  }

  private static boolean isProduct(Node node) {
    return isMap(node, MULTIPLY) || isMap(node, DIVIDE);
  }

  /** What a product has above its fraction lines, but numbers and what merely repeats. */
  private static List<Node> factors(SimplifyingBuilder b, Node product) {
    var found = new ArrayList<Node>();
    List<Node> inputs = product.inputs().subList(0, isMap(product, MULTIPLY) ? 2 : 1);
    for (Node input : inputs) {
      if (isProduct(input) && !b.isShared(input)) {
        found.addAll(factors(b, input));
      } else if (!(input.op() instanceof Op.Broadcast) && Constants.of(input) == null) {
        found.add(input);
      }
    }
    return found;
  }

  /** The product without one of its factors. */
  private static Node without(SimplifyingBuilder b, Node product, Node factor) {
    Node first = product.input(0);
    Node second = product.input(1);
    boolean isFirst = first == factor;
    if (isMap(product, DIVIDE)) {
      Node above = isFirst ? b.constant(1, factor.shape()) : without(b, first, factor);
      return b.map(DIVIDE, above, second);
    }
    if (isFirst || second == factor) {
      return isFirst ? second : first;
    }
    boolean inFirst = isProduct(first) && !b.isShared(first) && factors(b, first).contains(factor);
    return inFirst
        ? b.map(MULTIPLY, without(b, first, factor), second)
        : b.map(MULTIPLY, first, without(b, second, factor));
  }
}
