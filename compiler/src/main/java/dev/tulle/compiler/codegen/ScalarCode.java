package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.ScalarFunction;
import java.util.List;

/** The functions as Java expressions of {@code float} and {@code boolean}. */
final class ScalarCode {
  private ScalarCode() {}

  /**
   * An expression for the function.
   *
   * @param x names or literals; booleans where the function takes them
   */
  static String of(ScalarFunction function, List<String> x) {
    return switch (function) {
      case ADD -> sum(x.get(0), x.get(1));
      case SUBTRACT -> x.get(0) + " - " + x.get(1);
      case MULTIPLY -> x.get(0) + " * " + x.get(1);
      case DIVIDE -> x.get(0) + " / " + x.get(1);
      case POWER -> call("ScalarMath.pow", x);
      case MODULO -> call("ScalarMath.modulo", x);
      case MINIMUM -> call("Math.min", x);
      case MAXIMUM -> call("Math.max", x);
      case NEGATE -> "-" + x.get(0);
      case ABS -> call("Math.abs", x);
      case SIGN -> call("Math.signum", x);
      case FLOOR -> call("ScalarMath.floor", x);
      case EXP -> call("ScalarMath.exp", x);
      case LOG -> call("ScalarMath.log", x);
      case SQRT -> "(float) " + call("Math.sqrt", x);
      case TANH -> call("ScalarMath.tanh", x);
      case ERF -> call("ScalarMath.erf", x);
      case SIN -> call("ScalarMath.sin", x);
      case COS -> call("ScalarMath.cos", x);
      case LESS -> x.get(0) + " < " + x.get(1);
      case LESS_EQUAL -> x.get(0) + " <= " + x.get(1);
      case EQUAL -> x.get(0) + " == " + x.get(1);
      case AND -> x.get(0) + " && " + x.get(1);
      case OR -> x.get(0) + " || " + x.get(1);
      case NOT -> "!" + x.get(0);
      case SELECT -> x.get(0) + " ? " + x.get(1) + " : " + x.get(2);
    };
  }

  /** A negative literal is taken off instead of added: the same bits. */
  private static String sum(String a, String b) {
    return b.startsWith("(-") ? a + " - " + b.substring(2, b.length() - 1) : a + " + " + b;
  }

  /** A {@code float} literal that can stand between operators. */
  static String literal(double value) {
    String text = argument(value);
    return text.startsWith("-") ? "(" + text + ")" : text;
  }

  /** A {@code float} literal. */
  static String argument(double value) {
    float number = (float) value;
    if (Float.isNaN(number)) {
      return "Float.NaN";
    }
    if (Float.isInfinite(number)) {
      return number > 0 ? "Float.POSITIVE_INFINITY" : "Float.NEGATIVE_INFINITY";
    }
    return number + "f";
  }

  private static String call(String name, List<String> arguments) {
    return name + "(" + String.join(", ", arguments) + ")";
  }
}
