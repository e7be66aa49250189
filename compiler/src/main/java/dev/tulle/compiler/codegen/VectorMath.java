package dev.tulle.compiler.codegen;

/**
 * Writes elementary functions as straight-line Vector API code: polynomials without a branch, so
 * that every lane takes the same way and no vector crosses a call.
 */
final class VectorMath {
  /** Adding and subtracting it rounds a float below 2^22 to a whole number. */
  private static final double ROUND = 12582912;

  private final Sink sink;

  /** Where statements go. */
  interface Sink {
    /** Declares a local and returns its name: {@code base}, or one like it that is free. */
    String declare(String type, String base, String expression);

    /**
     * The name of a vector that holds {@code value} in every lane.
     *
     * @param base what it is called where the number has no name of its own
     */
    String constant(double value, String base);
  }

  VectorMath(Sink sink) {
    this.sink = sink;
  }

  private String local(String base, String expression) {
    return sink.declare("FloatVector", base, expression);
  }

  private String integers(String base, String expression) {
    return sink.declare("IntVector", base, expression);
  }

  private String mask(String base, String expression) {
    return sink.declare("VectorMask<Float>", base, expression);
  }

  /** A number whose value says what it is. */
  private String k(double value) {
    return k(value, "number");
  }

  private String k(double value, String base) {
    return sink.constant(value, base);
  }

  /** Horner's scheme, the highest power first. */
  private String polynomial(String x, double[] coefficients, String name) {
    var sum = new StringBuilder(k(coefficients[0], name + 0));
    for (int i = 1; i < coefficients.length; i++) {
      sum.append(".fma(%s, %s)".formatted(x, k(coefficients[i], name + i)));
    }
    return sum.toString();
  }

  /** 0 below the normal numbers. */
  String exp(String x) {
    return "%s.blend(%s, %s.compare(VectorOperators.LT, %s))"
        .formatted(local("bounded", expOfPositive(x)), k(0), x, k(-87.33654, "smallestExponent"));
  }

  /**
   * {@code 2^n * e^r} with r in [-ln 2 / 2, ln 2 / 2], for what is not so far below 0 that the
   * power of two is none.
   */
  private String expOfPositive(String x) {
    String shifted =
        local(
            "shifted",
            "%s.fma(%s, %s)".formatted(x, k(1.4426950408889634, "log2OfE"), k(ROUND, "rounder")));
    String whole = local("whole", "%s.sub(%s)".formatted(shifted, k(ROUND, "rounder")));
    String high =
        local("high", "%s.fma(%s, %s)".formatted(whole, k(-0.693359375, "minusLn2High"), x));
    String rest =
        local("reduced", "%s.fma(%s, %s)".formatted(whole, k(2.12194440e-4, "ln2Low"), high));
    String tail = polynomial(rest, Polynomials.EXP, "exp");
    String square = local("square", "%s.mul(%s)".formatted(rest, rest));
    String sum = local("sum", "%s.fma(%s, %s).add(%s)".formatted(tail, square, rest, k(1)));
    // The low bits of the shifted number are n, which is added to the exponent.
    String power =
        integers(
            "power",
            "%s.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23)".formatted(shifted));
    String scaled =
        local(
            "scaled", "%s.reinterpretAsInts().add(%s).reinterpretAsFloats()".formatted(sum, power));
    // What is not at most the largest is infinite or no number; adding infinity keeps the latter.
    return "%s.add(%s).blend(%s, %s.compare(VectorOperators.LE, %s))"
        .formatted(x, k(Double.POSITIVE_INFINITY), scaled, x, k(88.72283, "largestExponent"));
  }

  /** {@code e ln 2 + log m} with m in [sqrt 1/2, sqrt 2]. */
  String log(String x) {
    String small =
        mask(
            "small",
            "%s.compare(VectorOperators.LT, %s)".formatted(x, k(0x1p-126, "smallestNormal")));
    String normal =
        local("normal", "%s.blend(%s.mul(%s), %s)".formatted(x, x, k(0x1p25, "scale"), small));
    String bits = integers("bits", normal + ".reinterpretAsInts()");
    // Moves the exponent so that the mantissa lies around 1.
    String exponent =
        integers(
            "exponent", "%s.sub(0x3f3504f3).lanewise(VectorOperators.ASHR, 23)".formatted(bits));
    String mantissa =
        local(
            "mantissa",
            "%s.sub(%s.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats().sub(%s)"
                .formatted(bits, exponent, k(1)));
    String count =
        local("count", "(FloatVector) %s.convert(VectorOperators.I2F, 0)".formatted(exponent));
    String power =
        local(
            "power", "%s.blend(%s.sub(%s), %s)".formatted(count, count, k(25, "scaleBits"), small));
    String square = local("square", "%s.mul(%s)".formatted(mantissa, mantissa));
    String tail = polynomial(mantissa, Polynomials.LOG, "log");
    String cube = local("cube", "%s.mul(%s).mul(%s)".formatted(tail, square, mantissa));
    String low =
        local("low", "%s.fma(%s, %s)".formatted(power, k(-2.12194440e-4, "minusLn2Low"), cube));
    String half = local("halved", "%s.fma(%s, %s)".formatted(square, k(-0.5), low));
    String sum =
        local(
            "sum",
            "%s.fma(%s, %s.add(%s))".formatted(power, k(0.693359375, "ln2High"), mantissa, half));
    String infinite =
        local(
            "infinite",
            "%s.blend(%s, %s.compare(VectorOperators.EQ, %s))"
                .formatted(sum, k(Double.NEGATIVE_INFINITY), x, k(0)));
    String known =
        local(
            "known",
            "%s.blend(%s, %s.compare(VectorOperators.LT, %s))"
                .formatted(infinite, k(Double.NaN), x, k(0)));
    // Infinity and what is no number are their own logarithm.
    return "%s.blend(%s, %s.compare(VectorOperators.LE, %s))"
        .formatted(x, known, x, k(Float.MAX_VALUE, "largestFloat"));
  }

  /**
   * As {@link #erf}, within [-9, 9]; the last multiplication is one with the addition, which here
   * makes the errors smaller.
   */
  String tanh(String x) {
    String within = within(x, 9);
    String square = local("square", "%s.mul(%s)".formatted(within, within));
    String divisor = local("divisor", polynomial(square, Polynomials.TANH_UNDER, "tanhUnder"));
    String quotient =
        local(
            "quotient",
            "%s.div(%s)".formatted(polynomial(square, Polynomials.TANH_OVER, "tanhOver"), divisor));
    String line =
        local("line", "%s.mul(%s)".formatted(within, k(Polynomials.TANH_SLOPE, "tanhSlope")));
    return "%s.fma(%s, %s)".formatted(quotient, within, line);
  }

  /**
   * {@code c x + x p(x^2) / q(x^2)} for x within [-4, 4], whose ends give -1 and 1 to all beyond. A
   * quotient alone would bring all its rounding errors to where erf is next to 1; here the straight
   * line has most of the value there.
   */
  String erf(String x) {
    String within = within(x, 4);
    String square = local("square", "%s.mul(%s)".formatted(within, within));
    String divisor = local("divisor", polynomial(square, Polynomials.ERF_UNDER, "erfUnder"));
    String quotient =
        local(
            "quotient",
            "%s.mul(%s).div(%s)"
                .formatted(polynomial(square, Polynomials.ERF_OVER, "erfOver"), within, divisor));
    return "%s.fma(%s, %s)".formatted(within, k(Polynomials.ERF_SLOPE, "erfSlope"), quotient);
  }

  /**
   * What lies beyond {@code end} or {@code -end} is that; what is no number stays so.
   *
   * <p>In whole numbers: sizes of floats are in the order of their bits, and a sum that goes over
   * the largest whole number makes what is no number the least. Masks would take twice as long,
   * which JDK 17 moves to vectors and back.
   */
  private String within(String x, double end) {
    String bits = integers("bits", x + ".reinterpretAsInts()");
    String size = integers("size", "%s.lanewise(VectorOperators.AND, 0x7fffffff)".formatted(bits));
    int over = Integer.MAX_VALUE - Float.floatToRawIntBits(Float.POSITIVE_INFINITY);
    String least =
        integers(
            "least",
            "%s.add(0x%x).lanewise(VectorOperators.MIN, 0x%x).sub(0x%x)"
                .formatted(size, over, Float.floatToRawIntBits((float) end) + over, over));
    String sign = "%s.lanewise(VectorOperators.XOR, %s)".formatted(bits, size);
    return local(
        "within",
        "%s.lanewise(VectorOperators.OR, %s).reinterpretAsFloats()".formatted(least, sign));
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
    String shifted =
        local(
            "shifted",
            "%s.fma(%s, %s)"
                .formatted(x, k(2 / Math.PI, "quadrantsPerRadian"), k(ROUND, "rounder")));
    String turns = local("turns", "%s.sub(%s)".formatted(shifted, k(ROUND, "rounder")));
    String a =
        local("higher", "%s.fma(%s, %s)".formatted(turns, k(-1.5703125, "minusHalfPiHigh"), x));
    String b =
        local(
            "lower",
            "%s.fma(%s, %s)".formatted(turns, k(-4.837512969970703125e-4, "minusHalfPiMiddle"), a));
    String rest =
        local(
            "reduced",
            "%s.fma(%s, %s)".formatted(turns, k(-7.54978995489188216e-8, "minusHalfPiLow"), b));
    String square = local("square", "%s.mul(%s)".formatted(rest, rest));
    String sine =
        local(
            "sine",
            "%s.mul(%s).fma(%s, %s)"
                .formatted(polynomial(square, Polynomials.SIN, "sin"), square, rest, rest));
    String curve =
        local(
            "curve",
            "%s.fma(%s, %s)"
                .formatted(polynomial(square, Polynomials.COS, "cos"), square, k(-0.5)));
    String cosine = local("cosine", "%s.fma(%s, %s)".formatted(curve, square, k(1)));
    String quadrant =
        integers("quadrant", "%s.reinterpretAsInts().add(%s)".formatted(shifted, quadrantsAhead));
    // Bits of the quadrant, as numbers: the first swaps sine and cosine, the second the sign.
    String odd =
        local(
            "odd",
            "(FloatVector) %s.lanewise(VectorOperators.AND, 1).convert(VectorOperators.I2F, 0)"
                .formatted(quadrant));
    String back =
        local(
            "back",
            "(FloatVector) %s.lanewise(VectorOperators.AND, 2).convert(VectorOperators.I2F, 0)"
                .formatted(quadrant));
    String chosen =
        local(
            "chosen",
            "%s.blend(%s, %s.compare(VectorOperators.EQ, %s))".formatted(sine, cosine, odd, k(1)));
    return "%s.mul(%s.sub(%s))".formatted(chosen, k(1), back);
  }

  /** {@link #floor} of an expression. */
  String floorOf(String x) {
    return floor(local("quotient", x));
  }

  /** Towards negative infinity; from 2^23 on every float is whole. */
  String floor(String x) {
    String rounded =
        local(
            "rounded",
            "%s.abs().add(%s).sub(%s)"
                .formatted(x, k(0x1p23, "wholeFloats"), k(0x1p23, "wholeFloats")));
    String nearest =
        local(
            "nearest",
            "%s.blend(%s.neg(), %s.compare(VectorOperators.LT, %s))"
                .formatted(rounded, rounded, x, k(0)));
    String below =
        local(
            "below",
            "%s.blend(%s.sub(%s), %s.compare(VectorOperators.LT, %s))"
                .formatted(nearest, nearest, k(1), x, nearest));
    return "%s.blend(%s, %s.abs().compare(VectorOperators.LT, %s))"
        .formatted(x, below, x, k(0x1p23, "wholeFloats"));
  }

  String sign(String x) {
    String positive =
        local(
            "positive",
            "%s.blend(%s, %s.compare(VectorOperators.LT, %s))".formatted(x, k(1), k(0), x));
    return "%s.blend(%s, %s.compare(VectorOperators.LT, %s))".formatted(positive, k(-1), x, k(0));
  }

  /**
   * {@code e^(y log |x|)}, negative for a negative x and an odd y, no number for a y that is not
   * whole.
   */
  String pow(String x, String y) {
    String logarithm = local("logarithm", log(local("absolute", x + ".abs()")));
    String size = local("absolute", exp(local("scaled", "%s.mul(%s)".formatted(y, logarithm))));
    String whole = local("whole", floor(y));
    String half = local("halved", "%s.mul(%s)".formatted(y, k(0.5)));
    String odd =
        mask("odd", "%s.compare(VectorOperators.EQ, %s).not()".formatted(half, floor(half)));
    String negative = "%s.compare(VectorOperators.LT, %s)".formatted(x, k(0));
    String signed =
        local("signed", "%s.blend(%s.neg(), %s.and(%s))".formatted(size, size, odd, negative));
    String broken = mask("broken", "%s.compare(VectorOperators.EQ, %s).not()".formatted(whole, y));
    String defined =
        local(
            "defined",
            "%s.blend(%s, %s.and(%s))".formatted(signed, k(Double.NaN), broken, negative));
    return "%s.blend(%s, %s.compare(VectorOperators.EQ, %s))".formatted(defined, k(1), y, k(0));
  }
}
