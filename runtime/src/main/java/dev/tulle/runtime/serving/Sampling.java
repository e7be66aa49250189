package dev.tulle.runtime.serving;

/**
 * How the next symbol is chosen among those that a net thinks likely.
 *
 * @param temperature what scores are divided by: below 1 likely symbols become likelier, and 0
 *     takes the likeliest always
 * @param topK how many of the likeliest there are to choose from; 0 for all
 * @param seed of the random numbers: the same seed gives the same text
 */
public record Sampling(double temperature, int topK, long seed) {
  /** Draws from what the net says, unchanged, with seed 1. */
  public static final Sampling PLAIN = new Sampling(1, 0, 1);

  public Sampling {
    if (!(temperature >= 0 && temperature <= 1e6)) {
      throw new IllegalArgumentException(
          "a temperature of " + temperature + ", which is a number from 0 on, such as 0.8");
    }
    if (topK < 0) {
      throw new IllegalArgumentException(
          "the " + topK + " likeliest symbols; 1 or more, or 0 for all");
    }
  }
}
