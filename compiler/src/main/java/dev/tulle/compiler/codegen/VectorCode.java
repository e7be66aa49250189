package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.ScalarFunction;
import java.util.List;

/** The functions as Vector API expressions; the longer ones declare locals on the way. */
final class VectorCode {
  private final VectorMath math;

  VectorCode(VectorMath math) {
    this.math = math;
  }

  /** Whether the function's text has an input more than once. */
  static boolean takesNames(ScalarFunction function) {
    return switch (function) {
      case POWER, MODULO, SIGN, FLOOR, EXP, LOG, TANH, ERF, SIN, COS -> true;
      default -> false;
    };
  }

  /**
   * An expression for the function.
   *
   * @param x expressions of type {@code FloatVector} or, where the function takes booleans, {@code
   *     VectorMask}; names where it {@linkplain #takesNames takes names}
   */
  String of(ScalarFunction function, List<String> x) {
    String a = x.get(0);
    String b = x.size() > 1 ? x.get(1) : "";
    return switch (function) {
      case ADD -> a + ".add(" + b + ")";
      case SUBTRACT -> a + ".sub(" + b + ")";
      case MULTIPLY -> a + ".mul(" + b + ")";
      case DIVIDE -> a + ".div(" + b + ")";
      case POWER -> math.pow(a, b);
      case MODULO -> a + ".sub(" + b + ".mul(" + math.floorOf(a + ".div(" + b + ")") + "))";
      case MINIMUM -> a + ".min(" + b + ")";
      case MAXIMUM -> a + ".max(" + b + ")";
      case NEGATE -> a + ".neg()";
      case ABS -> a + ".abs()";
      case SIGN -> math.sign(a);
      case FLOOR -> math.floor(a);
      case EXP -> math.exp(a);
      case LOG -> math.log(a);
      case SQRT -> a + ".lanewise(VectorOperators.SQRT)";
      case TANH -> math.tanh(a);
      case ERF -> math.erf(a);
      case SIN -> math.sin(a);
      case COS -> math.cos(a);
      case LESS -> a + ".compare(VectorOperators.LT, " + b + ")";
      case LESS_EQUAL -> a + ".compare(VectorOperators.LE, " + b + ")";
      case EQUAL -> a + ".compare(VectorOperators.EQ, " + b + ")";
      case AND -> a + ".and(" + b + ")";
      case OR -> a + ".or(" + b + ")";
      case NOT -> a + ".not()";
      case SELECT -> x.get(2) + ".blend(" + b + ", " + a + ")";
    };
  }
}
