package dev.tulle.training.report;

/**
 * One figure by which epochs are compared.
 *
 * @param name of a loss or metric, or {@code loss} for the sum of the losses
 * @param higherIsBetter whether a larger value is a better one
 */
public record Measure(String name, boolean higherIsBetter) {
  /** The name of the sum of the losses. */
  public static final String LOSS = "loss";

  /** The value among some figures; NaN where they do not have it. */
  public double of(Figures figures) {
    if (name.equals(LOSS)) {
      return figures.loss();
    }
    Double loss = figures.losses().get(name);
    return loss != null ? loss : figures.metrics().getOrDefault(name, Double.NaN);
  }

  /** Whether a value is better than another; any is better than one that is no number. */
  public boolean isBetter(double value, double than) {
    return Double.isNaN(than) || (higherIsBetter ? value > than : value < than);
  }
}
