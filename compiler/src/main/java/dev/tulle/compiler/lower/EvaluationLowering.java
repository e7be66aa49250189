package dev.tulle.compiler.lower;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.sema.Typed;
import dev.tulle.compiler.sema.TypedNet;
import dev.tulle.compiler.shape.GraphBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * Evaluation over a set of rows of any length: each batch adds to sums, and a metric is a function
 * of the means that the sums become.
 */
final class EvaluationLowering {
  private final TypedNet net;
  private final TypedNet.Regime regime;
  private final GraphLowering rows = new GraphLowering(false);
  private final List<Graph.Write> sums = new ArrayList<>();
  private final List<Program.Metric> metrics = new ArrayList<>();

  EvaluationLowering(TypedNet net, TypedNet.Regime regime) {
    this.net = net;
    this.regime = regime;
  }

  /** What a batch adds; afterwards {@link #metrics} is complete. */
  Graph evaluate() {
    for (TypedNet.Loss loss : net.losses()) {
      sums.add(new Graph.Write(Storage.SUM, "loss:" + loss.name(), sum(loss.value())));
    }
    for (TypedNet.Metric metric : regime.metrics()) {
      metrics.add(metric(metric));
    }
    return rows.builder().build("evaluate", sums);
  }

  List<Program.Metric> metrics() {
    return metrics;
  }

  /** The sum over the rows; a number that is the same for all rows counts for each. */
  private Node sum(Typed value) {
    Node node = rows.lower(value);
    GraphBuilder builder = rows.builder().at(value.site(), value.hint());
    return value.type().batched()
        ? builder.sum(node)
        : builder.map(ScalarFunction.MULTIPLY, node, builder.extent(Size.ROWS));
  }

  private Program.Metric metric(TypedNet.Metric metric) {
    var means = new ArrayList<Typed>();
    var builder = new GraphBuilder();
    Node value =
        metric.value().type().batched()
            ? mean(metric, metric.value(), means, builder)
            : ofMeans(metric, metric.value(), means, builder);
    for (int i = 0; i < means.size(); i++) {
      sums.add(new Graph.Write(Storage.SUM, metric.name() + ":" + i, sum(means.get(i))));
    }
    Graph graph =
        builder.build("metric", List.of(new Graph.Write(Storage.OUTPUT, metric.name(), value)));
    return new Program.Metric(metric.name(), means.size(), graph, metric.higherIsBetter());
  }

  private static Node mean(
      TypedNet.Metric metric, Typed ofRow, List<Typed> means, GraphBuilder builder) {
    int index = means.indexOf(ofRow);
    if (index < 0) {
      index = means.size();
      means.add(ofRow);
    }
    return builder
        .at(metric.span(), metric.name())
        .read(Storage.SUM, metric.name() + ":" + index, Shape.SCALAR);
  }

  /**
   * The part of a metric that stands outside of its means; {@code sema} made sure that it is
   * scalar.
   */
  private Node ofMeans(
      TypedNet.Metric metric, Typed typed, List<Typed> means, GraphBuilder builder) {
    Typed.Form form = typed.form();
    if (form instanceof Typed.Form.BatchSum sum) {
      return mean(metric, sum.of(), means, builder);
    } else if (form instanceof Typed.Form.BatchCount count) {
      // The sums come divided by the rows.
      return builder.constant(count.factor().value());
    } else if (form instanceof Typed.Form.Number number) {
      return builder.constant(number.value());
    } else if (form instanceof Typed.Form.Elementwise elementwise) {
      Node[] arguments =
          elementwise.arguments().stream()
              .map(a -> ofMeans(metric, a, means, builder))
              .toArray(Node[]::new);
      return builder.at(metric.span(), metric.name()).map(elementwise.function(), arguments);
    } else if (form instanceof Typed.Form.ByMode mode) {
      return ofMeans(metric, mode.serving(), means, builder);
    } else if (form instanceof Typed.Form.Constant constant) {
      return ofMeans(metric, constant.of(), means, builder);
    }
    throw new IllegalStateException("a metric outside of its means has a " + form);
  }
}
