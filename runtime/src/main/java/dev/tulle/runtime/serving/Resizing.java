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
   * @param at of the first old number
   * @param step from an old position to the next
   * @param to of the first new number
   * @param newStep from a new position to the next
   * @param count of numbers side by side that go the same way
   */
  void apply(float[] old, int at, int step, float[] into, int to, int newStep, int count) {
    for (int i = 0; i < first.length; i++) {
      double[] mine = weights[i];
      for (int c = 0; c < count; c++) {
        double sum = 0;
        for (int k = 0; k < mine.length; k++) {
          sum += mine[k] * old[at + (first[i] + k) * step + c];
        }
        into[to + i * newStep + c] = (float) Math.floor(sum + 0.5);
      }
    }
  }
}
