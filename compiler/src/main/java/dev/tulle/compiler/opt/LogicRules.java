package dev.tulle.compiler.opt;

import static dev.tulle.compiler.opt.ArithmeticRules.isMap;

import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.ScalarFunction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Identities of choices, extremes, truths and the functions of one number. */
final class LogicRules {
  private LogicRules() {}

  static @Nullable Node simplify(SimplifyingBuilder b, ScalarFunction function, List<Node> inputs) {
    Node x = inputs.get(0);
    return switch (function) {
      case SELECT -> select(b, x, inputs.get(1), inputs.get(2));
      case MINIMUM, MAXIMUM -> x == inputs.get(1) ? x : null;
      case AND -> truth(x, inputs.get(1), true);
      case OR -> truth(x, inputs.get(1), false);
      case NOT -> isMap(x, ScalarFunction.NOT) ? x.input(0) : null;
      case ABS ->
          isMap(x, ScalarFunction.NEGATE)
              ? b.map(ScalarFunction.ABS, x.input(0))
              : isMap(x, ScalarFunction.ABS) ? x : null;
      // The logarithm undoes the exponential even where that has overflowed.
      case LOG -> isMap(x, ScalarFunction.EXP) ? x.input(0) : null;
      default -> null;
    };
  }

  private static @Nullable Node select(SimplifyingBuilder b, Node condition, Node x, Node y) {
    Double known = Constants.of(condition);
    if (known != null) {
      return known != 0 ? x : y;
    } else if (x == y) {
      return x;
    } else if (isMap(condition, ScalarFunction.NOT)) {
      return b.map(ScalarFunction.SELECT, condition.input(0), y, x);
    }
    return null;
  }

  /**
   * Of AND, whose neutral truth is true, and of OR, whose neutral truth is false; the other truth
   * decides alone.
   */
  private static @Nullable Node truth(Node x, Node y, boolean neutral) {
    if (x == y) {
      return x;
    }
    for (Node node : List.of(x, y)) {
      Double known = Constants.of(node);
      if (known != null) {
        boolean isNeutral = (known != 0) == neutral;
        Node other = node == x ? y : x;
        return isNeutral ? other : node;
      }
    }
    return null;
  }
}
