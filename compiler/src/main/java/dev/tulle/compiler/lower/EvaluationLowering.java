package dev.tulle.compiler.lower;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.sema.Typed;
import dev.tulle.compiler.sema.TypedNet;
import dev.tulle.compiler.shape.GraphBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * Evaluation over a set of rows of any length: each batch adds to sums, and a loss or a metric is a
 * function of the means that the sums become.
 */
final class EvaluationLowering {
  private final TypedNet net;
  private final TypedNet.Regime regime;
  private final GraphLowering rows = new GraphLowering(false);
  private final List<Graph.Write> sums = new ArrayList<>();
  private final List<Program.Metric> losses = new ArrayList<>();
  private final List<Program.Metric> metrics = new ArrayList<>();

  EvaluationLowering(TypedNet net, TypedNet.Regime regime) {
    this.net = net;
    this.regime = regime;
  }

  /** What a batch adds; afterwards {@link #losses} and {@link #metrics} are complete. */
  Graph evaluate() {
    for (TypedNet.Loss loss : net.losses()) {
      var figure = new MeansOfRows("loss:" + loss.name(), loss.value(), loss.span());
      losses.add(add(figure, false));
    }
    for (TypedNet.Metric metric : regime.metrics()) {
      var figure = new MeansOfRows(metric.name(), metric.value(), metric.span());
      metrics.add(add(figure, metric.higherIsBetter()));
    }
    return rows.builder().build("evaluate", sums);
  }

  List<Program.Metric> losses() {
    return losses;
  }

  List<Program.Metric> metrics() {
    return metrics;
  }

  private Program.Metric add(MeansOfRows figure, boolean higherIsBetter) {
    List<Typed> means = figure.means();
    var metric = new Program.Metric(figure.name(), means.size(), figure.value(), higherIsBetter);
    for (int i = 0; i < means.size(); i++) {
      sums.add(new Graph.Write(Storage.SUM, metric.sum(i), sum(means.get(i))));
    }
    return metric;
  }

  /** The sum over the rows; a number that is the same for all rows counts for each. */
  private Node sum(Typed value) {
    Node node = rows.lower(value);
    GraphBuilder builder = rows.builder().at(value.site(), value.hint());
    return value.type().batched()
        ? builder.sum(node)
        : builder.map(ScalarFunction.MULTIPLY, node, builder.extent(Size.ROWS));
  }
}
