package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.ScalarFunction;
import java.util.List;
import java.util.stream.Collectors;

/** The functions as Java expressions of {@code float} and {@code boolean}. */
final class ScalarCode {
  private ScalarCode() {}

  /**
   * An expression for the function.
   *
   * @param x booleans where the function takes them, floats elsewhere
   */
  static Expression of(ScalarFunction function, List<Expression> x) {
    return switch (function) {
      case ADD -> sum(x.get(0), x.get(1));
      case SUBTRACT -> Expression.infix(x.get(0), "-", x.get(1), Expression.SUM);
      case MULTIPLY -> Expression.infix(x.get(0), "*", x.get(1), Expression.PRODUCT);
      case DIVIDE -> Expression.infix(x.get(0), "/", x.get(1), Expression.PRODUCT);
      case POWER -> call("ScalarMath.pow", x);
      case MODULO -> call("ScalarMath.modulo", x);
      case MINIMUM -> call("Math.min", x);
      case MAXIMUM -> call("Math.max", x);
      case NEGATE -> Expression.prefix("-", x.get(0));
      case ABS -> call("Math.abs", x);
      case SIGN -> call("Math.signum", x);
      case FLOOR -> call("ScalarMath.floor", x);
      case EXP -> call("ScalarMath.exp", x);
      case LOG -> call("ScalarMath.log", x);
      case SQRT -> Expression.prefix("(float) ", call("Math.sqrt", x));
      case TANH -> call("ScalarMath.tanh", x);
      case ERF -> call("ScalarMath.erf", x);
      case SIN -> call("ScalarMath.sin", x);
      case COS -> call("ScalarMath.cos", x);
      case LESS -> Expression.infix(x.get(0), "<", x.get(1), Expression.RELATION);
      case LESS_EQUAL -> Expression.infix(x.get(0), "<=", x.get(1), Expression.RELATION);
      case EQUAL -> Expression.infix(x.get(0), "==", x.get(1), Expression.EQUALITY);
      case AND -> Expression.infix(x.get(0), "&&", x.get(1), Expression.AND);
      case OR -> Expression.infix(x.get(0), "||", x.get(1), Expression.OR);
      case NOT -> Expression.prefix("!", x.get(0));
      case SELECT -> Expression.choice(x.get(0), x.get(1), x.get(2));
    };
  }

  /** A negative literal is taken off instead of added: the same bits. */
  private static Expression sum(Expression a, Expression b) {
    return b.text().matches("-[0-9.Ef+-]+")
        ? Expression.infix(a, "-", Expression.primary(b.text().substring(1)), Expression.SUM)
        : Expression.infix(a, "+", b, Expression.SUM);
  }

  /** A {@code float} literal. */
  static Expression literal(double value) {
    float number = (float) value;
    if (Float.isNaN(number)) {
      return Expression.primary("Float.NaN");
    }
    if (Float.isInfinite(number)) {
      return Expression.primary(number > 0 ? "Float.POSITIVE_INFINITY" : "Float.NEGATIVE_INFINITY");
    }
    String text = number + "f";
    return new Expression(text, text.startsWith("-") ? Expression.UNARY : Expression.PRIMARY);
  }

  private static Expression call(String name, List<Expression> arguments) {
    return Expression.primary(
        arguments.stream()
            .map(Expression::text)
            .collect(Collectors.joining(", ", name + "(", ")")));
  }
}
