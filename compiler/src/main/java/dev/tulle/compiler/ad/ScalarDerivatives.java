package dev.tulle.compiler.ad;

import static dev.tulle.compiler.ir.ScalarFunction.ABS;
import static dev.tulle.compiler.ir.ScalarFunction.COS;
import static dev.tulle.compiler.ir.ScalarFunction.DIVIDE;
import static dev.tulle.compiler.ir.ScalarFunction.EQUAL;
import static dev.tulle.compiler.ir.ScalarFunction.EXP;
import static dev.tulle.compiler.ir.ScalarFunction.FLOOR;
import static dev.tulle.compiler.ir.ScalarFunction.LESS;
import static dev.tulle.compiler.ir.ScalarFunction.LOG;
import static dev.tulle.compiler.ir.ScalarFunction.MULTIPLY;
import static dev.tulle.compiler.ir.ScalarFunction.NEGATE;
import static dev.tulle.compiler.ir.ScalarFunction.POWER;
import static dev.tulle.compiler.ir.ScalarFunction.SELECT;
import static dev.tulle.compiler.ir.ScalarFunction.SIGN;
import static dev.tulle.compiler.ir.ScalarFunction.SIN;
import static dev.tulle.compiler.ir.ScalarFunction.SUBTRACT;

import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.shape.GraphBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The derivatives of the elementwise functions.
 *
 * <p>Where a function has a kink the choice is PyTorch's: {@code abs} and {@code max(x, 0)} have
 * the derivative 0 at 0.
 */
final class ScalarDerivatives {
  private ScalarDerivatives() {}

  /** As {@link GradientRules#adjoint}, for a map of {@code function}. */
  static @Nullable Node adjoint(
      GraphBuilder b, ScalarFunction function, Node node, int input, Node g) {
    Node x = node.input(0);
    return switch (function) {
      case ADD -> g;
      case SUBTRACT -> input == 0 ? g : b.map(NEGATE, g);
      case MULTIPLY -> b.map(MULTIPLY, g, node.input(1 - input));
      case DIVIDE ->
          input == 0
              ? b.map(DIVIDE, g, node.input(1))
              : b.map(NEGATE, b.map(MULTIPLY, g, b.map(DIVIDE, node, node.input(1))));
      case POWER -> power(b, node, input, g);
      case MODULO ->
          input == 0
              ? g
              : b.map(NEGATE, b.map(MULTIPLY, g, b.map(FLOOR, b.map(DIVIDE, x, node.input(1)))));
      case MINIMUM -> extreme(b, node, input, g, false);
      case MAXIMUM -> extreme(b, node, input, g, true);
      case NEGATE -> b.map(NEGATE, g);
      case ABS -> b.map(MULTIPLY, g, b.map(SIGN, x));
      case EXP -> b.map(MULTIPLY, g, node);
      case LOG -> b.map(DIVIDE, g, x);
      case SQRT -> b.map(DIVIDE, g, b.map(MULTIPLY, node, b.constant(2)));
      case TANH -> b.map(MULTIPLY, g, b.map(SUBTRACT, b.constant(1), b.map(MULTIPLY, node, node)));
      case ERF ->
          b.map(
              MULTIPLY,
              g,
              b.map(
                  MULTIPLY,
                  b.constant(2 / Math.sqrt(Math.PI)),
                  b.map(EXP, b.map(NEGATE, b.map(MULTIPLY, x, x)))));
      case SIN -> b.map(MULTIPLY, g, b.map(COS, x));
      case COS -> b.map(NEGATE, b.map(MULTIPLY, g, b.map(SIN, x)));
      case SELECT ->
          switch (input) {
            case 1 -> b.map(SELECT, x, g, b.constant(0));
            case 2 -> b.map(SELECT, x, b.constant(0), g);
            default -> null;
          };
      case SIGN, FLOOR, LESS, LESS_EQUAL, EQUAL, AND, OR, NOT -> null;
    };
  }

  private static @Nullable Node power(GraphBuilder b, Node node, int input, Node g) {
    Node x = node.input(0);
    Node y = node.input(1);
    if (input == 1) {
      // 0^y stays 0 around a positive y, although the logarithm is not finite there.
      Node slope = b.map(MULTIPLY, node, b.map(LOG, x));
      Node safe = b.map(SELECT, b.map(EQUAL, x, b.constant(0)), b.constant(0), slope);
      return b.map(MULTIPLY, g, safe);
    }
    Double exponent = constant(y);
    if (exponent == null) {
      Node slope = b.map(MULTIPLY, y, b.map(POWER, x, b.map(SUBTRACT, y, b.constant(1))));
      Node safe = b.map(SELECT, b.map(EQUAL, y, b.constant(0)), b.constant(0), slope);
      return b.map(MULTIPLY, g, safe);
    } else if (exponent == 0) {
      return null;
    } else if (exponent == 1) {
      return g;
    }
    Node rest = exponent == 2 ? x : b.map(POWER, x, b.constant(exponent - 1));
    return b.map(MULTIPLY, g, b.map(MULTIPLY, rest, b.constant(exponent)));
  }

  /**
   * Passes the adjoint to the input that is the extreme; a tie goes to a constant, so that {@code
   * max(x, 0)} and {@code max(0, x)} are one function, and otherwise to the second input.
   */
  private static Node extreme(GraphBuilder b, Node node, int input, Node g, boolean maximum) {
    Node zero = b.constant(0);
    for (int i = 0; i < 2; i++) {
      if (constant(node.input(i)) != null) {
        // The result tells which it was as well as the input does, and it is kept anyway.
        Node other = maximum ? less(b, node.input(i), node) : less(b, node, node.input(i));
        return input == i ? b.map(SELECT, other, zero, g) : b.map(SELECT, other, g, zero);
      }
    }
    Node x = node.input(0);
    Node y = node.input(1);
    Node first = maximum ? less(b, y, x) : less(b, x, y);
    return input == 0 ? b.map(SELECT, first, g, zero) : b.map(SELECT, first, zero, g);
  }

  private static Node less(GraphBuilder b, Node x, Node y) {
    return b.map(LESS, x, y);
  }

  /** The number that every element of {@code node} is, or null. */
  private static @Nullable Double constant(Node node) {
    Node inner = node;
    while (inner.op() instanceof Op.Broadcast || inner.op() instanceof Op.Reshape) {
      inner = inner.input(0);
    }
    return inner.op() instanceof Op.Constant constant ? (Double) constant.value() : null;
  }
}
