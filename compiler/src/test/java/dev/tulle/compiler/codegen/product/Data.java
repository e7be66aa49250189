package dev.tulle.compiler.codegen.product;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;

/** Random operands of a product, with garbage around them that must not matter. */
final class Data {
  /** What the result holds where nothing was stored. */
  static final float UNTOUCHED = -77;

  private static final int X = 5;
  private static final int Y = 3;
  private static final int SLACK = 16;

  final float[] a;
  final float[] b;
  final float[] bias;
  private final int length;

  /** For {@code batch} products, of which three each share B, and a result of {@code 2 * half}. */
  Data(ProductEmitterTest.Case test, int batch, int half) {
    var random = new Random(31L * (31L * test.rows() + test.columns()) + test.depth());
    a = new float[X + batch * aLength(test) + SLACK];
    b = new float[Y + (batch + 2) / 3 * bLength(test) + SLACK];
    bias = new float[test.columns() + SLACK];
    Arrays.fill(a, Float.NaN);
    Arrays.fill(b, Float.NaN);
    Arrays.fill(bias, Float.NaN);
    fill(random, a, X, batch * aLength(test));
    fill(random, b, Y, (batch + 2) / 3 * bLength(test));
    fill(random, bias, 0, test.columns());
    length = 2 * half + SLACK;
  }

  /** Floats from one A to the next. */
  static int aLength(ProductEmitterTest.Case test) {
    return (test.rows() - 1) * test.aRow() + (test.depth() - 1) * test.aDepth() + 1;
  }

  /** Floats from one B to the next. */
  static int bLength(ProductEmitterTest.Case test) {
    return test.b(test.depth() - 1, test.columns() - 1) + 1;
  }

  float[] fresh() {
    float[] result = new float[length];
    Arrays.fill(result, UNTOUCHED);
    return result;
  }

  /** The sum of products, in double. */
  double sum(ProductEmitterTest.Case test, int batch, int row, int column) {
    int x = X + batch * aLength(test) + row * test.aRow();
    int y = Y + batch / 3 * bLength(test);
    double sum = 0;
    for (int k = 0; k < test.depth(); k++) {
      sum += (double) a[x + k * test.aDepth()] * b[y + test.b(k, column)];
    }
    return sum;
  }

  /** Half an ulp for every addition of numbers below 1, and for the bias. */
  Offset<Double> near(ProductEmitterTest.Case test) {
    return Offset.offset((test.depth() + 2) * Math.scalb(1.0, -24) * Math.max(1, test.depth() / 4));
  }

  private static void fill(Random random, float[] of, int from, int count) {
    for (int i = from; i < from + count; i++) {
      of[i] = 2 * random.nextFloat() - 1;
    }
  }
}
