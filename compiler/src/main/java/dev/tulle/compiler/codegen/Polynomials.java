package dev.tulle.compiler.codegen;

/**
 * Coefficients, the highest power first.
 *
 * <p>Polynomials of exp, log, tanh, sin and cos: Moshier, Cephes Mathematical Library 2.2 (1992),
 * single precision. The scalar forms of the same formulas are in {@code
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
  static final double[] TANH = {
    -5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1, -3.33332819422e-1
  };
  static final double[] SIN = {-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1};
  static final double[] COS = {2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2};
  static final double[] ERF = {
    7.853861353153693e-5,
    -8.010193625184903e-4,
    5.188327685732524e-3,
    -2.685381193529856e-2,
    1.128358514861418e-1,
    -3.761262582423300e-1,
    1.128379165726710
  };

  /**
   * The logarithm of 1 - erf on [1, 4.2]: least squares at Chebyshev nodes, error of erf below
   * 4e-8.
   */
  static final double[] LOG_ERFC = {
    -1.7877759091788903e-5, 3.909949737135321e-4, -3.92675818875432e-3, 2.4378597736358643e-2,
    -1.0697021335363388e-1, -6.346984505653381e-1, -1.1287606954574585, -1.118254431276e-6
  };

  private Polynomials() {}
}
