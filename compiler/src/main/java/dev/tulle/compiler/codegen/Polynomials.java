package dev.tulle.compiler.codegen;

/**
 * Coefficients, the highest power first.
 *
 * <p>Polynomials of exp, log, sin and cos: Moshier, Cephes Mathematical Library 2.2 (1992), single
 * precision. The scalar forms of the same formulas are in {@code
 * dev.tulle.runtime.kernel.ScalarMath}.
 */
final class Polynomials {
  static final double[] EXP = {
    1.9875691500e-4,
    1.3981999507e-3,
    8.3334519073e-3,
    4.1665795894e-2,
    1.6666665459e-1,
    5.0000001201e-1
  };
  static final double[] LOG = {
    7.0376836292e-2,
    -1.1514610310e-1,
    1.1676998740e-1,
    -1.2420140846e-1,
    1.4249322787e-1,
    -1.6668057665e-1,
    2.0000714765e-1,
    -2.4999993993e-1,
    3.3333331174e-1
  };
  static final double[] SIN = {-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1};
  static final double[] COS = {2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2};

  /**
   * {@code erf x / x - ERF_SLOPE} as a quotient of polynomials in {@code x^2}, this one over {@link
   * #ERF_UNDER}: Remez's exchange for the least relative error of erf on [0, 4], 2.0e-9; rounded to
   * floats, of which one or two were moved by a step for as long as that made the error smaller, to
   * 4.4e-9. In float arithmetic with fused multiplication and addition, over all floats from 2^-14
   * to 5 and one in a hundred of the smaller ones, erf is off by at most 2.6 units in the last
   * place and 1.5e-7, and never above 1.
   */
  static final double[] ERF_OVER = {
    -1.32023201e-8,
    -1.40512102e-5,
    -8.57522264e-6,
    -7.40699645e-4,
    2.04855166e-2,
    3.75180058e-2,
    8.31504166e-1
  };

  static final double[] ERF_UNDER = {
    6.31107614e-5, 1.30756921e-3, 1.54620782e-2, 1.13958351e-1, 4.97465312e-1, 1
  };

  /**
   * A little over 1/4, the slope of the line to the end of the range: there the quotient is small,
   * and so are its rounding errors; 19/64 makes the largest of all errors small.
   */
  static final double ERF_SLOPE = 0.296875;

  /**
   * {@code tanh x / x - TANH_SLOPE} as a quotient of polynomials in {@code x^2}, this one over
   * {@link #TANH_UNDER}: the least relative error of tanh on [0, 9], 2.1e-8, by linear programs;
   * rounded to floats, of which some were moved by a step or two for as long as that made the error
   * in float arithmetic smaller. Over all floats from 2^-20 to 9.9 and one in a hundred of the
   * smaller ones, tanh is off by less than 2e-7 of itself, and never above 1.
   */
  static final double[] TANH_OVER = {
    -8.38528393e-8, -2.04613971e-5, 2.60969024e-4, 7.54174143e-2, 8.75e-1
  };

  static final double[] TANH_UNDER = {
    7.77661569e-7, 3.28564405e-4, 2.58770231e-2, 4.67143506e-1, 1
  };

  /** A little over 1/9, for the reason of {@link #ERF_SLOPE}. */
  static final double TANH_SLOPE = 0.125;

  private Polynomials() {}
}
