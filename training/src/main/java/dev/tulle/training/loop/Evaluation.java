package dev.tulle.training.loop;

import dev.tulle.runtime.TrainingNet;
import dev.tulle.training.data.Dataset;
import dev.tulle.training.report.Figures;
import java.util.LinkedHashMap;
import java.util.Map;

/** Losses and metrics of a dataset in serving mode. */
public final class Evaluation {
  private Evaluation() {}

  /**
   * Evaluates every row with the net's present weights.
   *
   * @param data at least one row
   */
  public static Figures of(TrainingNet net, Dataset data) {
    Batches batches = new Batches(net, data);
    double[] sums = new double[net.sums.length];
    int rows = data.rows();
    Order order = new Order(data, net.capacity);
    order.keep();
    for (int batch = 0; batch < order.batches(); batch++) {
      int from = order.start(batch);
      int count = order.start(batch + 1) - from;
      batches.load(order.places(), from, count);
      net.evaluate(count);
      for (int i = 0; i < sums.length; i++) {
        sums[i] += net.sums[i];
      }
    }
    Map<String, Double> losses = new LinkedHashMap<>();
    double[] means = net.meanLosses(sums, rows);
    for (int i = 0; i < means.length; i++) {
      losses.put(net.losses().get(i), means[i]);
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    double[] values = net.metricValues(sums, rows);
    for (int i = 0; i < values.length; i++) {
      metrics.put(net.metrics().get(i), values[i]);
    }
    return new Figures(rows, losses, metrics);
  }
}
