package dev.tulle.runtime.serving;

/**
 * Gives an axis of a picture another length. A new position is a mean over the old ones near its
 * place, with weights that fall in a straight line: to 0 at the distance of a new position where
 * there are fewer of these, so that nothing between them is passed over, and of an old one where
 * there are more. Results are rounded to whole numbers. It is what the Python Imaging Library and
 * torchvision mean by bilinear with antialiasing.
 */
final class Resizing {
  private final int[] first;
  private final double[][] weights;

  /** From {@code length} positions to {@code wanted}. */
  Resizing(int length, int wanted) {
    first = new int[wanted];
    weights = new double[wanted][];
    double scale = (double) length / wanted;
    double reach = Math.max(scale, 1);
    for (int i = 0; i < wanted; i++) {
      double centre = (i + 0.5) * scale;
      int from = Math.max(0, (int) Math.floor(centre - reach + 0.5));
      int to = Math.min(length, (int) Math.floor(centre + reach + 0.5));
      first[i] = from;
      weights[i] = new double[to - from];
      double sum = 0;
      for (int k = 0; k < weights[i].length; k++) {
        double distance = Math.abs(from + k + 0.5 - centre) / reach;
        weights[i][k] = Math.max(0, 1 - distance);
        sum += weights[i][k];
      }
      for (int k = 0; k < weights[i].length; k++) {
        weights[i][k] /= sum;
      }
    }
  }

  /**
   * Resizes a whole line.
   *
   * @param old position by position, channels last
   * @param into receives as many positions as are wanted
   */
  void apply(float[] old, float[] into, int channels) {
    for (int i = 0; i < first.length; i++) {
      double[] mine = weights[i];
      for (int c = 0; c < channels; c++) {
        double sum = 0;
        for (int k = 0; k < mine.length; k++) {
          sum += mine[k] * old[(first[i] + k) * channels + c];
        }
        into[i * channels + c] = rounded(sum);
      }
    }
  }

  /**
   * Adds what is at one old position to all new positions that it counts for.
   *
   * @param values at the old position
   * @param sums of the new positions, as many values each; {@link #rounded} when all are added
   */
  void add(float[] values, int position, double[] sums) {
    for (int i = 0; i < first.length; i++) {
      int k = position - first[i];
      if (k >= 0 && k < weights[i].length) {
        for (int c = 0; c < values.length; c++) {
          sums[i * values.length + c] += weights[i][k] * values[c];
        }
      }
    }
  }

  static float rounded(double sum) {
    return (float) Math.floor(sum + 0.5);
  }
}
