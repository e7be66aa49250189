package dev.tulle.compiler.opt;

import static dev.tulle.compiler.ir.ScalarFunction.ADD;
import static dev.tulle.compiler.ir.ScalarFunction.DIVIDE;
import static dev.tulle.compiler.ir.ScalarFunction.MULTIPLY;
import static dev.tulle.compiler.ir.ScalarFunction.NEGATE;
import static dev.tulle.compiler.opt.ArithmeticRules.isMap;

import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import org.jspecify.annotations.Nullable;

/**
 * Quotients by the same tensor: {@code a / s + b / s} is {@code (a + b) / s}, and {@code e (z / s)}
 * is {@code z (e / s)} where {@code e / s} is computed anyway. Both together make of the gradient
 * of a softmax what needs its result alone.
 */
final class CommonDivisor {
  private CommonDivisor() {}

  /** A quotient whose parts have the shape of a sum that it is in. */
  private record Quotient(Node above, Node below) {}

  static @Nullable Node sum(SimplifyingBuilder b, Node x, Node y) {
    if (!isMap(x, DIVIDE) && !isMap(y, DIVIDE)) {
      return null;
    }
    Quotient first = quotient(b, x);
    Quotient second = quotient(b, y);
    if (first == null || second == null || first.below() != second.below()) {
      return null;
    }
    return b.map(DIVIDE, b.map(ADD, first.above(), second.above()), first.below());
  }

  /** Looks through what repeats a smaller quotient, or minus one. */
  private static @Nullable Quotient quotient(SimplifyingBuilder b, Node node) {
    if (isMap(node, DIVIDE)) {
      return b.isShared(node) ? null : new Quotient(node.input(0), node.input(1));
    }
    if (!(node.op() instanceof Op.Broadcast broadcast)) {
      return null;
    }
    Node inner = node.input(0);
    boolean minus = isMap(inner, NEGATE);
    Node quotient = minus ? inner.input(0) : inner;
    if (!isMap(quotient, DIVIDE)) {
      return null;
    }
    Node above = minus ? b.map(NEGATE, quotient.input(0)) : quotient.input(0);
    return new Quotient(
        b.broadcast(above, broadcast.shape(), broadcast.axes()),
        b.broadcast(quotient.input(1), broadcast.shape(), broadcast.axes()));
  }

  static @Nullable Node product(SimplifyingBuilder b, Node x, Node y) {
    Node found = withKnown(b, x, y);
    return found != null ? found : withKnown(b, y, x);
  }

  private static @Nullable Node withKnown(SimplifyingBuilder b, Node factor, Node quotient) {
    if (!isMap(quotient, DIVIDE) || b.isShared(quotient)) {
      return null;
    }
    Node known = b.existing(DIVIDE, factor, quotient.input(1));
    // The older quotient stays: of two that are there anyway, each could take the other's place.
    return known != null && known.id() < quotient.id()
        ? b.map(MULTIPLY, quotient.input(0), known)
        : null;
  }
}
