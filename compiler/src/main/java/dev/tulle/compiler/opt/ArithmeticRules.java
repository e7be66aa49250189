package dev.tulle.compiler.opt;

import static dev.tulle.compiler.ir.ScalarFunction.ADD;
import static dev.tulle.compiler.ir.ScalarFunction.DIVIDE;
import static dev.tulle.compiler.ir.ScalarFunction.MULTIPLY;
import static dev.tulle.compiler.ir.ScalarFunction.NEGATE;
import static dev.tulle.compiler.ir.ScalarFunction.SQRT;
import static dev.tulle.compiler.ir.ScalarFunction.SUBTRACT;

import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.ScalarFunction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Identities of sums, products, quotients and powers; commutative inputs are ordered already. */
final class ArithmeticRules {
  private ArithmeticRules() {}

  static @Nullable Node simplify(SimplifyingBuilder b, ScalarFunction function, List<Node> inputs) {
    Node x = inputs.get(0);
    if (function == NEGATE) {
      return negate(b, x);
    }
    Node y = inputs.get(1);
    return switch (function) {
      case ADD -> add(b, x, y);
      case SUBTRACT -> subtract(b, x, y);
      case MULTIPLY -> multiply(b, x, y);
      case DIVIDE -> divide(b, x, y);
      case POWER -> power(b, x, y);
      default -> null;
    };
  }

  private static @Nullable Node negate(SimplifyingBuilder b, Node x) {
    if (isMap(x, NEGATE)) {
      return x.input(0);
    } else if (isMap(x, SUBTRACT) && !b.isShared(x)) {
      return b.map(SUBTRACT, x.input(1), x.input(0));
    }
    Double factor = isMap(x, MULTIPLY) ? Constants.of(x.input(1)) : null;
    return factor == null ? null : b.map(MULTIPLY, x.input(0), b.constant(-factor));
  }

  private static @Nullable Node add(SimplifyingBuilder b, Node x, Node y) {
    if (Constants.is(y, 0)) {
      return x;
    } else if (isMap(y, NEGATE)) {
      return b.map(SUBTRACT, x, y.input(0));
    } else if (isMap(x, NEGATE)) {
      return b.map(SUBTRACT, y, x.input(0));
    }
    Node common = CommonDivisor.sum(b, x, y);
    Node factored = common != null ? common : CommonFactor.sum(b, x, y);
    return factored != null ? factored : JoiningRules.sum(b, x, y);
  }

  private static @Nullable Node subtract(SimplifyingBuilder b, Node x, Node y) {
    if (Constants.is(y, 0)) {
      return x;
    } else if (Constants.is(x, 0)) {
      return b.map(NEGATE, y);
    } else if (isMap(y, NEGATE)) {
      return b.map(ADD, x, y.input(0));
    } else if (x == y && Constants.isFinite(x)) {
      return b.constant(0, x.shape());
    }
    return null;
  }

  private static @Nullable Node multiply(SimplifyingBuilder b, Node x, Node y) {
    if (Constants.is(y, 1)) {
      return x;
    } else if (Constants.is(y, -1)) {
      return b.map(NEGATE, x);
    } else if (Constants.is(y, 0) && Constants.isFinite(x)) {
      return y;
    } else if (isMap(x, NEGATE)) {
      Double factor = Constants.of(y);
      return factor == null
          ? b.map(NEGATE, b.map(MULTIPLY, x.input(0), y))
          : b.map(MULTIPLY, x.input(0), b.constant(-factor));
    } else if (isMap(y, NEGATE)) {
      return b.map(NEGATE, b.map(MULTIPLY, x, y.input(0)));
    }
    Node known = CommonDivisor.product(b, x, y);
    if (known != null) {
      return known;
    }
    Node s = hostScalar(b, y);
    if (s != null && x.op() instanceof Op.Map && x.shape().rank() > 0) {
      Node t = x.inputs().size() == 2 ? hostScalar(b, x.input(1)) : null;
      if (t != null && isMap(x, MULTIPLY)) {
        return b.map(MULTIPLY, x.input(0), b.map(MULTIPLY, t, s));
      } else if (t != null && isMap(x, DIVIDE)) {
        return b.map(MULTIPLY, x.input(0), b.map(DIVIDE, s, t));
      }
    }
    return null;
  }

  private static @Nullable Node divide(SimplifyingBuilder b, Node x, Node y) {
    Double divisor = Constants.of(y);
    if (divisor != null && Constants.isPowerOfTwo(divisor)) {
      return b.map(MULTIPLY, x, b.constant(1 / divisor));
    } else if (isMap(x, NEGATE)) {
      return b.map(NEGATE, b.map(DIVIDE, x.input(0), y));
    } else if (isMap(y, NEGATE)) {
      return b.map(NEGATE, b.map(DIVIDE, x, y.input(0)));
    }
    Node s = hostScalar(b, y);
    if (s != null && x.op() instanceof Op.Map && x.shape().rank() > 0) {
      Node t = x.inputs().size() == 2 ? hostScalar(b, x.input(1)) : null;
      if (t != null && isMap(x, MULTIPLY)) {
        return b.map(MULTIPLY, x.input(0), b.map(DIVIDE, t, s));
      } else if (t != null && isMap(x, DIVIDE)) {
        return b.map(DIVIDE, x.input(0), b.map(MULTIPLY, t, s));
      }
    }
    return null;
  }

  private static @Nullable Node power(SimplifyingBuilder b, Node x, Node y) {
    Double exponent = Constants.of(y);
    if (exponent == null) {
      return null;
    } else if (exponent == 0) {
      return b.constant(1, x.shape());
    } else if (exponent == 1) {
      return x;
    } else if (exponent == 0.5) {
      return b.map(SQRT, x);
    } else if (exponent < 0 && -exponent <= 4) {
      return b.map(DIVIDE, b.constant(1), b.map(ScalarFunction.POWER, x, b.constant(-exponent)));
    } else if (exponent == 2) {
      return b.map(MULTIPLY, x, x);
    } else if (exponent == 3) {
      return b.map(MULTIPLY, b.map(MULTIPLY, x, x), x);
    } else if (exponent == 4) {
      Node square = b.map(MULTIPLY, x, x);
      return b.map(MULTIPLY, square, square);
    }
    return null;
  }

  /** The scalar that {@code node} repeats, where the host computes it; or null. */
  private static @Nullable Node hostScalar(SimplifyingBuilder b, Node node) {
    return node.op() instanceof Op.Broadcast && b.isHostScalar(node.input(0))
        ? node.input(0)
        : null;
  }

  static boolean isMap(Node node, ScalarFunction function) {
    return node.op() instanceof Op.Map map && map.function() == function;
  }
}
