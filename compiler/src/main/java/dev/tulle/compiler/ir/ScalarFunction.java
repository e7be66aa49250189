package dev.tulle.compiler.ir;

/** The elementwise functions: what {@link Op.Map} applies. */
public enum ScalarFunction {
  ADD(2),
  SUBTRACT(2),
  MULTIPLY(2),
  DIVIDE(2),
  /** {@code x^y}; a constant whole {@code y} holds for negative {@code x} too. */
  POWER(2),
  /** The remainder with the sign of the divisor: {@code x - y * floor(x / y)}. */
  MODULO(2),
  MINIMUM(2),
  MAXIMUM(2),
  NEGATE(1),
  ABS(1),
  /** -1, 0 or 1. */
  SIGN(1),
  FLOOR(1),
  EXP(1),
  LOG(1),
  SQRT(1),
  TANH(1),
  ERF(1),
  SIN(1),
  COS(1),
  /** 1 where the first is less than the second. */
  LESS(2),
  LESS_EQUAL(2),
  EQUAL(2),
  AND(2),
  OR(2),
  NOT(1),
  /** {@code condition, then, otherwise}. */
  SELECT(3);

  private final int arity;

  ScalarFunction(int arity) {
    this.arity = arity;
  }

  public int arity() {
    return arity;
  }

  /** Whether the result is a {@link ElementType#BOOL}. */
  public boolean isPredicate() {
    return switch (this) {
      case LESS, LESS_EQUAL, EQUAL, AND, OR, NOT -> true;
      default -> false;
    };
  }
}
