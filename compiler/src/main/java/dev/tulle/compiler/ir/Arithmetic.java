package dev.tulle.compiler.ir;

/** What the elementwise functions mean, in double. */
public final class Arithmetic {
  private Arithmetic() {}

  /**
   * The value of a function; a truth is 1 or 0, and any number but 0 counts as true.
   *
   * @param x as many as {@link ScalarFunction#arity()}
   */
  public static double apply(ScalarFunction function, double... x) {
    return switch (function) {
      case ADD -> x[0] + x[1];
      case SUBTRACT -> x[0] - x[1];
      case MULTIPLY -> x[0] * x[1];
      case DIVIDE -> x[0] / x[1];
      case POWER -> Math.pow(x[0], x[1]);
      case MODULO -> x[0] - x[1] * Math.floor(x[0] / x[1]);
      case MINIMUM -> Math.min(x[0], x[1]);
      case MAXIMUM -> Math.max(x[0], x[1]);
      case NEGATE -> -x[0];
      case ABS -> Math.abs(x[0]);
      case SIGN -> Math.signum(x[0]);
      case FLOOR -> Math.floor(x[0]);
      case EXP -> Math.exp(x[0]);
      case LOG -> Math.log(x[0]);
      case SQRT -> Math.sqrt(x[0]);
      case TANH -> Math.tanh(x[0]);
      case ERF -> erf(x[0]);
      case SIN -> Math.sin(x[0]);
      case COS -> Math.cos(x[0]);
      case LESS -> truth(x[0] < x[1]);
      case LESS_EQUAL -> truth(x[0] <= x[1]);
      case EQUAL -> truth(x[0] == x[1]);
      case AND -> truth(x[0] != 0 && x[1] != 0);
      case OR -> truth(x[0] != 0 || x[1] != 0);
      case NOT -> truth(x[0] == 0);
      case SELECT -> x[0] != 0 ? x[1] : x[2];
    };
  }

  private static double truth(boolean holds) {
    return holds ? 1 : 0;
  }

  /**
   * The error function, by the series whose terms are all of one sign (Abramowitz and Stegun, 1964,
   * 7.1.6), so that nothing cancels.
   */
  private static double erf(double x) {
    if (Double.isNaN(x)) {
      return x;
    }
    // 1 - erf(6) is 2e-17, less than half the distance from 1 to its neighbour.
    if (Math.abs(x) > 6) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }
}
