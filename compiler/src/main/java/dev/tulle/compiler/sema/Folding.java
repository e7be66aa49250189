package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.source.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arithmetic on what the compiler knows: numbers, truths and sizes. */
final class Folding {
  private Folding() {}

  /**
   * Whether two values are compared as a whole: one of them is a text or a function, which stand
   * for a choice, as in {@code pad == same}.
   */
  static boolean areNames(List<Value> arguments) {
    return arguments.stream().allMatch(a -> isName(a) || isKnown(a) || Lists.isList(a))
        && arguments.stream().anyMatch(Folding::isName);
  }

  private static boolean isName(Value value) {
    return value instanceof Value.Text
        || value instanceof Value.Callable
        || value instanceof Value.Primitive;
  }

  static boolean isKnown(Value value) {
    return value instanceof Value.Number || value instanceof Value.Truth;
  }

  static Value fold(ScalarFunction function, List<Value> arguments, List<Span> spans, Span span) {
    if (function == ScalarFunction.SELECT) {
      return Coerce.truth(arguments.get(0), spans.get(0)) ? arguments.get(1) : arguments.get(2);
    }
    switch (function) {
      case AND:
        return new Value.Truth(
            Coerce.truth(arguments.get(0), spans.get(0))
                & Coerce.truth(arguments.get(1), spans.get(1)));
      case OR:
        return new Value.Truth(
            Coerce.truth(arguments.get(0), spans.get(0))
                | Coerce.truth(arguments.get(1), spans.get(1)));
      case NOT:
        return new Value.Truth(!Coerce.truth(arguments.get(0), spans.get(0)));
      default:
        break;
    }
    if (function == ScalarFunction.EQUAL
        && arguments.get(0) instanceof Value.Truth a
        && arguments.get(1) instanceof Value.Truth b) {
      return new Value.Truth(a.value() == b.value());
    }
    double x = Coerce.number(arguments.get(0), spans.get(0));
    double y = function.arity() > 1 ? Coerce.number(arguments.get(1), spans.get(1)) : 0;
    switch (function) {
      case LESS:
        return new Value.Truth(x < y);
      case LESS_EQUAL:
        return new Value.Truth(x <= y);
      case EQUAL:
        return new Value.Truth(x == y);
      default:
        break;
    }
    Dim dim = dim(function, arguments);
    if (dim != null) {
      return Value.Number.of(dim);
    }
    double value = number(function, x, y);
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw Mistake.of(
          Code.T213,
          span,
          "`"
              + span.text().strip()
              + "` is no number: it gives "
              + (Double.isNaN(value) ? "nothing at all" : "infinity"),
          Double.isNaN(value)
              ? "look for 0 / 0, and roots and logarithms of negative numbers"
              : "look for a division by 0 or a power that is too large");
    }
    if (function == ScalarFunction.DIVIDE
        && arguments.get(0) instanceof Value.Number a
        && arguments.get(1) instanceof Value.Number b
        && a.dim() != null
        && b.dim() != null) {
      return new Value.Number(value, null, new Value.Number.Quotient(a.dim(), b.dim(), span));
    }
    return Value.Number.of(value);
  }

  /**
   * What is known of lengths that vary: sums, differences, products and whole quotients are lengths
   * again, and some comparisons hold whatever they are. Null for the rest, which is computed when
   * the lengths are there.
   */
  static @Nullable Value lengths(ScalarFunction function, List<Value> arguments) {
    Dim a = length(arguments.get(0));
    Dim b = arguments.size() > 1 ? length(arguments.get(1)) : a;
    if (a == null || b == null) {
      return null;
    }
    Dim difference = b.plus(a.negate());
    switch (function) {
      case LESS:
        return truth(difference.least() > 0, difference.most() <= 0);
      case LESS_EQUAL:
        return truth(difference.least() >= 0, difference.most() < 0);
      case EQUAL:
        return truth(
            difference.sameSize(Dim.of(0)), difference.least() > 0 || difference.most() < 0);
      case MAXIMUM:
        return difference.most() <= 0
            ? Value.size(a)
            : difference.least() >= 0 ? Value.size(b) : null;
      case MINIMUM:
        return difference.most() <= 0
            ? Value.size(b)
            : difference.least() >= 0 ? Value.size(a) : null;
      case FLOOR:
        return Value.size(a);
      default:
        break;
    }
    Dim dim = dim(function, a, b);
    return dim == null ? null : Value.size(dim);
  }

  private static @Nullable Value truth(boolean always, boolean never) {
    return always || never ? new Value.Truth(always) : null;
  }

  private static @Nullable Dim length(Value value) {
    return value instanceof Value.Length length
        ? length.dim()
        : value instanceof Value.Number number ? number.dim() : null;
  }

  /** Sizes stay sizes under whole arithmetic, with their names. */
  private static @Nullable Dim dim(ScalarFunction function, List<Value> arguments) {
    Dim a = ((Value.Number) arguments.get(0)).dim();
    Dim b = function.arity() == 2 ? ((Value.Number) arguments.get(1)).dim() : a;
    return a == null || b == null ? null : dim(function, a, b);
  }

  private static @Nullable Dim dim(ScalarFunction function, Dim a, Dim b) {
    try {
      return switch (function) {
        case NEGATE -> a.negate();
        case ADD -> a.plus(b);
        case SUBTRACT -> a.plus(b.negate());
        case MULTIPLY -> a.times(b);
        case DIVIDE -> a.dividedBy(b).orElse(null);
        case MAXIMUM -> a.most() >= b.most() ? a : b;
        case MINIMUM -> a.most() <= b.most() ? a : b;
        default -> null;
      };
    } catch (ArithmeticException e) {
      // Beyond 64 bits it is no size any more, only a number.
      return null;
    }
  }

  private static double number(ScalarFunction function, double x, double y) {
    return switch (function) {
      case ADD -> x + y;
      case SUBTRACT -> x - y;
      case MULTIPLY -> x * y;
      case DIVIDE -> x / y;
      case POWER -> Math.pow(x, y);
      case MODULO -> x - y * Math.floor(x / y);
      case MINIMUM -> Math.min(x, y);
      case MAXIMUM -> Math.max(x, y);
      case NEGATE -> -x;
      case ABS -> Math.abs(x);
      case SIGN -> Math.signum(x);
      case FLOOR -> Math.floor(x);
      case EXP -> Math.exp(x);
      case LOG -> Math.log(x);
      case SQRT -> Math.sqrt(x);
      case TANH -> Math.tanh(x);
      case ERF -> erf(x);
      case SIN -> Math.sin(x);
      case COS -> Math.cos(x);
      default -> throw new IllegalStateException(function + " gives no number");
    };
  }

  /** The series of Abramowitz & Stegun (1964), 7.1.6, which converges for every x. */
  private static double erf(double x) {
    if (Math.abs(x) > 6) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; n < 300 && Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }
}
