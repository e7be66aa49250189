package dev.tulle.training.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Losses and metrics of a set of rows.
 *
 * @param rows how many there are
 * @param losses means over the rows by name, in the order of the net
 * @param metrics by name, in the order of the recipe
 */
public record Figures(long rows, Map<String, Double> losses, Map<String, Double> metrics) {
  public Figures {
    losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }

  /** The sum of the losses. */
  public double loss() {
    return losses.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Each figure's mean over some folds; {@code rows} is the sum. */
  public static Figures mean(List<Figures> folds) {
    return combine(folds, Figures::mean);
  }

  /**
   * Each figure's deviation over some folds, with n - 1 in the denominator, since folds are a
   * sample; 0 for a single one.
   */
  public static Figures deviation(List<Figures> folds) {
    return combine(
        folds,
        values -> {
          double mean = mean(values);
          double squares = 0;
          for (double value : values) {
            squares += (value - mean) * (value - mean);
          }
          return values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
        });
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static Figures combine(List<Figures> folds, Function<double[], Double> how) {
    return new Figures(
        folds.stream().mapToLong(Figures::rows).sum(),
        combine(folds, Figures::losses, how),
        combine(folds, Figures::metrics, how));
  }

  private static Map<String, Double> combine(
      List<Figures> folds,
      Function<Figures, Map<String, Double>> which,
      Function<double[], Double> how) {
    Map<String, Double> combined = new LinkedHashMap<>();
    for (String name : which.apply(folds.get(0)).keySet()) {
      double[] values =
          folds.stream()
              .mapToDouble(fold -> which.apply(fold).getOrDefault(name, Double.NaN))
              .toArray();
      combined.put(name, how.apply(values));
    }
    return combined;
  }

  /** As maps and numbers, for JSON. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("rows", rows);
    map.put("loss", loss());
    map.put("losses", losses);
    map.put("metrics", metrics);
    return map;
  }
}
