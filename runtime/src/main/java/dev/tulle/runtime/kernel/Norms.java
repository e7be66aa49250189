package dev.tulle.runtime.kernel;

/** Norms of flat arrays, in double and in a fixed order. */
public final class Norms {
  private Norms() {}

  /**
   * The Euclidean norm. Four sums side by side hide the time that an addition takes.
   *
   * @param values all of them count
   */
  public static double euclidean(float[] values) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int end = values.length & -4;
    for (int i = 0; i < end; i += 4) {
      a += (double) values[i] * values[i];
      b += (double) values[i + 1] * values[i + 1];
      c += (double) values[i + 2] * values[i + 2];
      d += (double) values[i + 3] * values[i + 3];
    }
    for (int i = end; i < values.length; i++) {
      a += (double) values[i] * values[i];
    }
    return Math.sqrt((a + b) + (c + d));
  }

  /**
   * What gradients are multiplied with so that their norm stays below a limit (Pascanu, Mikolov,
   * Bengio, 2013): 1 where it does anyway.
   *
   * @param norm of all gradients together
   * @param limit above 0
   */
  public static double clipScale(double norm, double limit) {
    // The small number keeps the result a little below the limit, as PyTorch does.
    return Math.min(1, limit / (norm + 1e-6));
  }
}
