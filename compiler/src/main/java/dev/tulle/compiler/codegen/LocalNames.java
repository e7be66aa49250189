package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.plan.Kernel;
import dev.tulle.compiler.plan.Value;

/** What locals of kernels are called: after what they hold. */
final class LocalNames {
  private LocalNames() {}

  static String of(Value value, Arguments arguments) {
    if (value instanceof Value.Load load) {
      return arguments.array(load.buffer()) + "Value";
    } else if (value instanceof Value.Within) {
      return "index";
    } else if (value instanceof Value.Random) {
      return "random";
    } else if (value instanceof Value.Apply apply) {
      return of(apply.function());
    }
    return "position";
  }

  static String of(ScalarFunction function) {
    return switch (function) {
      case ADD -> "sum";
      case SUBTRACT -> "difference";
      case MULTIPLY -> "product";
      case DIVIDE -> "quotient";
      case POWER -> "power";
      case MODULO -> "remainder";
      case MINIMUM -> "smaller";
      case MAXIMUM -> "larger";
      case NEGATE -> "negated";
      case ABS -> "absolute";
      case SIGN -> "sign";
      case FLOOR -> "floor";
      case EXP -> "exponential";
      case LOG -> "logarithm";
      case SQRT -> "root";
      case TANH -> "tanh";
      case ERF -> "erf";
      case SIN -> "sine";
      case COS -> "cosine";
      case LESS -> "isLess";
      case LESS_EQUAL -> "isAtMost";
      case EQUAL -> "isEqual";
      case AND -> "both";
      case OR -> "either";
      case NOT -> "not";
      case SELECT -> "chosen";
    };
  }

  /** The result of a reduction. */
  static String of(Kernel.Reduction reduction) {
    return of(reduction.kind());
  }

  private static String of(Op.Reduce.Reduction kind) {
    return switch (kind) {
      case SUM -> "total";
      case MAXIMUM -> "largest";
      case MINIMUM -> "smallest";
    };
  }

  /** What a constant is to the function that takes it. */
  static String ofConstant(ScalarFunction function) {
    return switch (function) {
      case ADD, SUBTRACT -> "term";
      case MULTIPLY -> "factor";
      case DIVIDE -> "divisor";
      case POWER -> "exponent";
      case MINIMUM, MAXIMUM, LESS, LESS_EQUAL -> "limit";
      default -> "number";
    };
  }
}
