package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.plan.Value;
import dev.tulle.compiler.plan.Values;
import java.util.List;

/** How many operations of the Vector API the text of a value has. */
final class OperationCount {
  /** Of a hash. */
  private static final int RANDOM = 28;

  private OperationCount() {}

  static int of(List<Value> roots) {
    int[] sum = {0};
    Values.walk(
        roots.stream(),
        value -> {
          if (value instanceof Value.Apply apply) {
            sum[0] += of(apply.function());
          } else if (value instanceof Value.Random) {
            sum[0] += RANDOM;
          }
        });
    return sum[0];
  }

  private static int of(ScalarFunction function) {
    return switch (function) {
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, MINIMUM, MAXIMUM, NEGATE, ABS, SQRT -> 1;
      case LESS, LESS_EQUAL, EQUAL, AND, OR, NOT, SELECT -> 1;
      case SIGN -> 4;
      case FLOOR -> 5;
      case MODULO -> 8;
      case EXP, ERF -> 20;
      case LOG, SIN, COS -> 25;
      case TANH -> 30;
      case POWER -> 45;
    };
  }
}
