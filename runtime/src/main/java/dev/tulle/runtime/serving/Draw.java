package dev.tulle.runtime.serving;

import dev.tulle.runtime.kernel.RandomNumbers;
import java.util.Arrays;

/** Draws classes by their scores: a function of scores, seed and number of the draw. */
final class Draw {
  /** The stream of random numbers that draws take. */
  private static final long STREAM = 0x64726177L;

  private final Sampling sampling;
  private final double[] chances;
  private final double[] sorted;

  /** Whether all scores so far were chances: one output is of one kind. */
  private boolean given = true;

  Draw(Sampling sampling, int classes) {
    this.sampling = sampling;
    chances = new double[classes];
    sorted = new double[classes];
  }

  /**
   * A class.
   *
   * @param scores a number for each class from {@code at} on: logarithms of chances but for a
   *     common term, or the chances themselves, which are known by their sums from the first draw
   *     on
   * @param number of the draw
   */
  int next(float[] scores, int at, long number) {
    given = given && areChances(scores, at);
    for (int i = 0; i < chances.length; i++) {
      chances[i] = given ? StrictMath.log(scores[at + i]) : scores[at + i];
    }
    int best = best();
    if (sampling.temperature() == 0) {
      return best;
    }
    double top = chances[best];
    keepLikeliest();
    double total = 0;
    for (int i = 0; i < chances.length; i++) {
      chances[i] = StrictMath.exp((chances[i] - top) / sampling.temperature());
      total += chances[i];
    }
    long key = RandomNumbers.key(sampling.seed(), number, STREAM);
    double left = total * RandomNumbers.uniform((int) key, (int) (key >>> 32), 0);
    for (int i = 0; i < chances.length; i++) {
      left -= chances[i];
      if (left < 0) {
        return i;
      }
    }
    return best;
  }

  private boolean areChances(float[] scores, int at) {
    double sum = 0;
    for (int i = 0; i < chances.length; i++) {
      if (scores[at + i] < 0) {
        return false;
      }
      sum += scores[at + i];
    }
    return Math.abs(sum - 1) < 1e-3;
  }

  private int best() {
    int best = 0;
    for (int i = 1; i < chances.length; i++) {
      best = chances[i] > chances[best] ? i : best;
    }
    return best;
  }

  /** Leaves as many as there are to choose from; of equals the first. */
  private void keepLikeliest() {
    int wanted = sampling.topK();
    if (wanted == 0 || wanted >= chances.length) {
      return;
    }
    System.arraycopy(chances, 0, sorted, 0, chances.length);
    Arrays.sort(sorted);
    double least = sorted[sorted.length - wanted];
    int equals = wanted;
    for (double score : chances) {
      equals -= score > least ? 1 : 0;
    }
    for (int i = 0; i < chances.length; i++) {
      if (chances[i] == least && equals > 0) {
        equals--;
      } else if (chances[i] <= least) {
        chances[i] = Double.NEGATIVE_INFINITY;
      }
    }
  }
}
