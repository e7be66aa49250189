package dev.tulle.compiler.codegen;

import java.util.function.Supplier;

/**
 * Writes elementary functions as straight-line Vector API code: polynomials without a branch, so
 * that every lane takes the same way and no vector crosses a call.
 *
 * <p>Polynomials of exp, log, tanh, sin and cos: Moshier, Cephes Mathematical Library 2.2 (1992),
 * single precision. The scalar forms of the same formulas are in {@code
 * dev.tulle.runtime.kernel.ScalarMath}.
 */
final class VectorMath {
  private static final double[] EXP = {
    1.9875691500e-4,
    1.3981999507e-3,
    8.3334519073e-3,
    4.1665795894e-2,
    1.6666665459e-1,
    5.0000001201e-1
  };
  private static final double[] LOG = {
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
  private static final double[] TANH = {
    -5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1, -3.33332819422e-1
  };
  private static final double[] SIN = {-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1};
  private static final double[] COS = {
    2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2
  };
  private static final double[] ERF = {
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
  private static final double[] LOG_ERFC = {
    -1.7877759091788903e-5, 3.909949737135321e-4, -3.92675818875432e-3, 2.4378597736358643e-2,
    -1.0697021335363388e-1, -6.346984505653381e-1, -1.1287606954574585, -1.118254431276e-6
  };

  /** Adding and subtracting it rounds a float below 2^22 to a whole number. */
  private static final double ROUND = 12582912;

  private final Sink sink;

  /** Where statements go. */
  interface Sink {
    void add(String line);

    /** A name that is not taken. */
    String fresh(String prefix);

    /** The name of a vector that holds {@code value} in every lane. */
    String constant(double value);
  }

  VectorMath(Sink sink) {
    this.sink = sink;
  }

  private String local(String expression) {
    String name = sink.fresh("v");
    sink.add("FloatVector " + name + " = " + expression + ";");
    return name;
  }

  private String integers(String expression) {
    String name = sink.fresh("n");
    sink.add("IntVector " + name + " = " + expression + ";");
    return name;
  }

  private String mask(String expression) {
    String name = sink.fresh("m");
    sink.add("VectorMask<Float> " + name + " = " + expression + ";");
    return name;
  }

  private String k(double value) {
    return sink.constant(value);
  }

  /** Horner's scheme, the highest power first. */
  private String polynomial(String x, double[] coefficients) {
    String sum = k(coefficients[0]);
    for (int i = 1; i < coefficients.length; i++) {
      sum = local("%s.fma(%s, %s)".formatted(sum, x, k(coefficients[i])));
    }
    return sum;
  }

  /** {@code 2^n * e^r} with r in [-ln 2 / 2, ln 2 / 2]; 0 below the normal numbers. */
  String exp(String x) {
    String shifted = local("%s.fma(%s, %s)".formatted(x, k(1.4426950408889634), k(ROUND)));
    String whole = local("%s.sub(%s)".formatted(shifted, k(ROUND)));
    String high = local("%s.fma(%s, %s)".formatted(whole, k(-0.693359375), x));
    String rest = local("%s.fma(%s, %s)".formatted(whole, k(2.12194440e-4), high));
    String tail = polynomial(rest, EXP);
    String square = local("%s.mul(%s)".formatted(rest, rest));
    String sum = local("%s.fma(%s, %s).add(%s)".formatted(tail, square, rest, k(1)));
    // The low bits of the shifted number are n, which is added to the exponent.
    String power =
        integers("%s.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23)".formatted(shifted));
    String scaled =
        local("%s.reinterpretAsInts().add(%s).reinterpretAsFloats()".formatted(sum, power));
    // What is not at most the largest is infinite or no number; adding infinity keeps the latter.
    String bounded =
        local(
            "%s.add(%s).blend(%s, %s.compare(VectorOperators.LE, %s))"
                .formatted(x, k(Double.POSITIVE_INFINITY), scaled, x, k(88.72283)));
    return "%s.blend(%s, %s.compare(VectorOperators.LT, %s))"
        .formatted(bounded, k(0), x, k(-87.33654));
  }

  /** {@code e ln 2 + log m} with m in [sqrt 1/2, sqrt 2]. */
  String log(String x) {
    String small = mask("%s.compare(VectorOperators.LT, %s)".formatted(x, k(0x1p-126)));
    String normal = local("%s.blend(%s.mul(%s), %s)".formatted(x, x, k(0x1p25), small));
    String bits = integers(normal + ".reinterpretAsInts()");
    // Moves the exponent so that the mantissa lies around 1.
    String exponent =
        integers("%s.sub(0x3f3504f3).lanewise(VectorOperators.ASHR, 23)".formatted(bits));
    String mantissa =
        local(
            "%s.sub(%s.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats().sub(%s)"
                .formatted(bits, exponent, k(1)));
    String count = local("(FloatVector) %s.convert(VectorOperators.I2F, 0)".formatted(exponent));
    String power = local("%s.blend(%s.sub(%s), %s)".formatted(count, count, k(25), small));
    String square = local("%s.mul(%s)".formatted(mantissa, mantissa));
    String tail = polynomial(mantissa, LOG);
    String cube = local("%s.mul(%s).mul(%s)".formatted(tail, square, mantissa));
    String low = local("%s.fma(%s, %s)".formatted(power, k(-2.12194440e-4), cube));
    String half = local("%s.fma(%s, %s)".formatted(square, k(-0.5), low));
    String sum = local("%s.fma(%s, %s.add(%s))".formatted(power, k(0.693359375), mantissa, half));
    String infinite =
        local(
            "%s.blend(%s, %s.compare(VectorOperators.EQ, %s))"
                .formatted(sum, k(Double.NEGATIVE_INFINITY), x, k(0)));
    String known =
        local(
            "%s.blend(%s, %s.compare(VectorOperators.LT, %s))"
                .formatted(infinite, k(Double.NaN), x, k(0)));
    // Infinity and what is no number are their own logarithm.
    return "%s.blend(%s, %s.compare(VectorOperators.LE, %s))"
        .formatted(x, known, x, k(Float.MAX_VALUE));
  }

  /** A polynomial around 0, {@code 1 - 2 / (e^2x + 1)} elsewhere. */
  String tanh(String x) {
    String size = local(x + ".abs()");
    String square = local("%s.mul(%s)".formatted(x, x));
    String tail = polynomial(square, TANH);
    String near = local("%s.mul(%s).fma(%s, %s)".formatted(tail, square, x, x));
    String power = local(exp(local("%s.add(%s)".formatted(size, size))));
    String far = local("%s.sub(%s.div(%s.add(%s)))".formatted(k(1), k(2), power, k(1)));
    return withSign(near, far, x, size, 0.625);
  }

  /** A polynomial below 1, {@code 1 - e^p(x)} from there to 4.2. */
  String erf(String x) {
    String size = local(x + ".abs()");
    String square = local("%s.mul(%s)".formatted(x, x));
    String near = local("%s.mul(%s)".formatted(polynomial(square, ERF), x));
    String capped =
        local(
            "%s.blend(%s, %s.compare(VectorOperators.LT, %s))"
                .formatted(size, k(4.2), k(4.2), size));
    String power = local(exp(polynomial(capped, LOG_ERFC)));
    String far = local("%s.sub(%s)".formatted(k(1), power));
    return withSign(near, far, x, size, 1);
  }

  /** {@code near} up to {@code limit}; beyond it {@code far}, negative where x is. */
  private String withSign(String near, String far, String x, String size, double limit) {
    String signed =
        local(
            "%s.blend(%s.neg(), %s.compare(VectorOperators.LT, %s))".formatted(far, far, x, k(0)));
    return "%s.blend(%s, %s.compare(VectorOperators.LT, %s))"
        .formatted(signed, near, size, k(limit));
  }

  String sin(String x) {
    return sinusoid(x, 0);
  }

  String cos(String x) {
    return sinusoid(x, 1);
  }

  /**
   * Pi / 2 is taken off in three parts (Cody and Waite, 1980); exact to 1e-6 for arguments below
   * 10,000.
   */
  private String sinusoid(String x, int quadrantsAhead) {
    String shifted = local("%s.fma(%s, %s)".formatted(x, k(2 / Math.PI), k(ROUND)));
    String turns = local("%s.sub(%s)".formatted(shifted, k(ROUND)));
    String a = local("%s.fma(%s, %s)".formatted(turns, k(-1.5703125), x));
    String b = local("%s.fma(%s, %s)".formatted(turns, k(-4.837512969970703125e-4), a));
    String rest = local("%s.fma(%s, %s)".formatted(turns, k(-7.54978995489188216e-8), b));
    String square = local("%s.mul(%s)".formatted(rest, rest));
    String sine =
        local("%s.mul(%s).fma(%s, %s)".formatted(polynomial(square, SIN), square, rest, rest));
    String curve = local("%s.fma(%s, %s)".formatted(polynomial(square, COS), square, k(-0.5)));
    String cosine = local("%s.fma(%s, %s)".formatted(curve, square, k(1)));
    String quadrant = integers("%s.reinterpretAsInts().add(%d)".formatted(shifted, quadrantsAhead));
    // Bits of the quadrant, as numbers: the first swaps sine and cosine, the second the sign.
    String odd =
        local(
            "(FloatVector) %s.lanewise(VectorOperators.AND, 1).convert(VectorOperators.I2F, 0)"
                .formatted(quadrant));
    String back =
        local(
            "(FloatVector) %s.lanewise(VectorOperators.AND, 2).convert(VectorOperators.I2F, 0)"
                .formatted(quadrant));
    String chosen =
        local(
            "%s.blend(%s, %s.compare(VectorOperators.EQ, %s))".formatted(sine, cosine, odd, k(1)));
    return "%s.mul(%s.sub(%s))".formatted(chosen, k(1), back);
  }

  /** Towards negative infinity; from 2^23 on every float is whole. */
  String floor(String x) {
    String rounded = local("%s.abs().add(%s).sub(%s)".formatted(x, k(0x1p23), k(0x1p23)));
    String nearest =
        local(
            "%s.blend(%s.neg(), %s.compare(VectorOperators.LT, %s))"
                .formatted(rounded, rounded, x, k(0)));
    String below =
        local(
            "%s.blend(%s.sub(%s), %s.compare(VectorOperators.LT, %s))"
                .formatted(nearest, nearest, k(1), x, nearest));
    return "%s.blend(%s, %s.abs().compare(VectorOperators.LT, %s))"
        .formatted(x, below, x, k(0x1p23));
  }

  String sign(String x) {
    String positive =
        local("%s.blend(%s, %s.compare(VectorOperators.LT, %s))".formatted(x, k(1), k(0), x));
    return "%s.blend(%s, %s.compare(VectorOperators.LT, %s))".formatted(positive, k(-1), x, k(0));
  }

  /**
   * {@code e^(y log |x|)}, negative for a negative x and an odd y, no number for a y that is not
   * whole.
   */
  String pow(String x, String y) {
    String logarithm = local(log(local(x + ".abs()")));
    String size = local(exp(local("%s.mul(%s)".formatted(y, logarithm))));
    String whole = local(floor(y));
    String half = local("%s.mul(%s)".formatted(y, k(0.5)));
    String odd =
        mask("%s.compare(VectorOperators.EQ, %s).not()".formatted(half, local(floor(half))));
    Supplier<String> negative = () -> "%s.compare(VectorOperators.LT, %s)".formatted(x, k(0));
    String signed =
        local("%s.blend(%s.neg(), %s.and(%s))".formatted(size, size, odd, mask(negative.get())));
    String broken = mask("%s.compare(VectorOperators.EQ, %s).not()".formatted(whole, y));
    String defined =
        local(
            "%s.blend(%s, %s.and(%s))"
                .formatted(signed, k(Double.NaN), broken, mask(negative.get())));
    return "%s.blend(%s, %s.compare(VectorOperators.EQ, %s))".formatted(defined, k(1), y, k(0));
  }
}
