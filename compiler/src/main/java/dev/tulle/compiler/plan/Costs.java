package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.ScalarFunction;

/**
 * What a function costs, in units of an addition: enough to choose between computing a value twice
 * and keeping it.
 */
final class Costs {
  /** Reading an element again. */
  static final int LOAD = 1;

  /**
   * The dearest value that any kernel computes again: a division and what else is in a norm, but no
   * exponential.
   */
  static final int CHEAP = 12;

  /**
   * The dearest value that a short kernel computes again rather than read it: an error function or
   * an exponential and what is around it. A large tensor that goes to memory and comes back takes
   * longer than that.
   */
  static final int RECOMPUTED = 45;

  /**
   * What a kernel costs at most that computes dear values again: as {@link Cluster#isFull} says,
   * HotSpot gives up on longer ones.
   */
  static final int KERNEL = 72;

  /** The dearest value that is computed again for every element it is repeated over. */
  static final int REPEATED = 2;

  private Costs() {}

  static int of(ScalarFunction function) {
    return switch (function) {
      case ADD, SUBTRACT, MULTIPLY, MINIMUM, MAXIMUM, NEGATE, ABS -> 1;
      case LESS, LESS_EQUAL, EQUAL, AND, OR, NOT, SELECT -> 1;
      case SIGN -> 2;
      case FLOOR -> 4;
      case DIVIDE, SQRT -> 5;
      case MODULO -> 10;
      case EXP -> 12;
      case LOG -> 14;
      case TANH -> 10;
      case SIN, COS -> 18;
      case ERF -> 23;
      case POWER -> 30;
    };
  }

  static int of(Op.Random random) {
    return switch (random.distribution()) {
      case UNIFORM -> 12;
      case NORMAL -> 80;
    };
  }
}
