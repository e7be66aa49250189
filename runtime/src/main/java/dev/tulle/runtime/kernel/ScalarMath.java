package dev.tulle.runtime.kernel;

/**
 * Elementary functions of scalar kernels: the polynomials that vector kernels have inline.
 *
 * <p>Those of exp, log, sin and cos: Moshier, Cephes Mathematical Library 2.2 (1992), single
 * precision.
 */
public final class ScalarMath {
  private static final float ROUND = 12582912f;

  private ScalarMath() {}

  /** e^x to 1e-7 of itself; 0 where that is below the normal numbers. */
  public static float exp(float x) {
    if (!(x <= 88.72283f)) {
      return x + Float.POSITIVE_INFINITY;
    }
    if (x < -87.33654f) {
      return 0;
    }
    float shifted = x * 1.4426950408889634f + ROUND;
    float whole = shifted - ROUND;
    float rest = x - whole * 0.693359375f + whole * 2.12194440e-4f;
    float sum = 1.9875691500e-4f;
    sum = sum * rest + 1.3981999507e-3f;
    sum = sum * rest + 8.3334519073e-3f;
    sum = sum * rest + 4.1665795894e-2f;
    sum = sum * rest + 1.6666665459e-1f;
    sum = sum * rest + 5.0000001201e-1f;
    sum = sum * rest * rest + rest + 1;
    return Float.intBitsToFloat(
        Float.floatToRawIntBits(sum) + (Float.floatToRawIntBits(shifted) << 23));
  }

  /** The natural logarithm, to 1e-7 of itself. */
  public static float log(float x) {
    if (x == 0) {
      return Float.NEGATIVE_INFINITY;
    }
    if (x < 0) {
      return Float.NaN;
    }
    if (!(x <= Float.MAX_VALUE)) {
      return x;
    }
    boolean small = x < Float.MIN_NORMAL;
    int bits = Float.floatToRawIntBits(small ? x * 0x1p25f : x);
    int exponent = (bits - 0x3f3504f3) >> 23;
    float m = Float.intBitsToFloat(bits - (exponent << 23)) - 1;
    float power = small ? exponent - 25f : exponent;
    float sum = 7.0376836292e-2f;
    sum = sum * m - 1.1514610310e-1f;
    sum = sum * m + 1.1676998740e-1f;
    sum = sum * m - 1.2420140846e-1f;
    sum = sum * m + 1.4249322787e-1f;
    sum = sum * m - 1.6668057665e-1f;
    sum = sum * m + 2.0000714765e-1f;
    sum = sum * m - 2.4999993993e-1f;
    sum = sum * m + 3.3333331174e-1f;
    float low = sum * m * m * m - power * 2.12194440e-4f - 0.5f * m * m;
    return power * 0.693359375f + (m + low);
  }

  /** To 1e-7 of itself, around 0 too, and 1 or -1 beyond 9; as {@link #erf(float)}. */
  public static float tanh(float x) {
    if (x > 9 || x < -9) {
      return Math.signum(x);
    }
    double square = (double) x * x;
    double over = -8.38528393e-8f;
    over = over * square - 2.04613971e-5f;
    over = over * square + 2.60969024e-4f;
    over = over * square + 7.54174143e-2f;
    over = over * square + 8.75e-1f;
    double under = 7.77661569e-7f;
    under = under * square + 3.28564405e-4f;
    under = under * square + 2.58770231e-2f;
    under = under * square + 4.67143506e-1f;
    under = under * square + 1;
    return (float) (x * 0.125 + over * x / under);
  }

  /**
   * The error function, to 4e-8. The compiler says how its coefficients were found; in double,
   * since without fused operations floats would round it to above 1.
   */
  public static float erf(float x) {
    double within = x > 4 ? 4 : x < -4 ? -4 : x;
    double square = within * within;
    double over = -1.32023201e-8f;
    over = over * square - 1.40512102e-5f;
    over = over * square - 8.57522264e-6f;
    over = over * square - 7.40699645e-4f;
    over = over * square + 2.04855166e-2f;
    over = over * square + 3.75180058e-2f;
    over = over * square + 8.31504166e-1f;
    double under = 6.31107614e-5f;
    under = under * square + 1.30756921e-3f;
    under = under * square + 1.54620782e-2f;
    under = under * square + 1.13958351e-1f;
    under = under * square + 4.97465312e-1f;
    under = under * square + 1;
    return (float) (within * 0.296875 + over * within / under);
  }

  /**
   * The error function in double, by its series (Abramowitz and Stegun, 1964, 7.1.6): for numbers
   * that the host computes.
   */
  public static double erf(double x) {
    double size = Math.abs(x);
    if (size > 6) {
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

  /** Exact to 1e-6 below 10,000. */
  public static float sin(float x) {
    return sinusoid(x, 0);
  }

  /** Exact to 1e-6 below 10,000. */
  public static float cos(float x) {
    return sinusoid(x, 1);
  }

  private static float sinusoid(float x, int quadrantsAhead) {
    float shifted = x * 0.63661977f + ROUND;
    float turns = shifted - ROUND;
    // Pi / 2 is taken off in three parts (Cody and Waite, 1980).
    float rest =
        x - turns * 1.5703125f - turns * 4.837512969970703125e-4f - turns * 7.54978995489188216e-8f;
    float square = rest * rest;
    int quadrant = Float.floatToRawIntBits(shifted) + quadrantsAhead;
    float value;
    if ((quadrant & 1) == 1) {
      float sum = 2.443315711809948e-5f;
      sum = sum * square - 1.388731625493765e-3f;
      sum = sum * square + 4.166664568298827e-2f;
      value = (sum * square - 0.5f) * square + 1;
    } else {
      float sum = -1.9515295891e-4f;
      sum = sum * square + 8.3321608736e-3f;
      sum = sum * square - 1.6666654611e-1f;
      value = sum * square * rest + rest;
    }
    return (quadrant & 2) == 2 ? -value : value;
  }

  /** x^y; a negative x has a power for whole y only. */
  public static float pow(float x, float y) {
    return (float) Math.pow(x, y);
  }

  /** The remainder with the sign of the divisor. */
  public static float modulo(float x, float y) {
    return x - y * floor(x / y);
  }

  /** The largest whole number that is not above x. */
  public static float floor(float x) {
    return (float) Math.floor(x);
  }
}
