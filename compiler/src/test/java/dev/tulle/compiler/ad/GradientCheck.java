package dev.tulle.compiler.ad;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.reference.Bindings;
import dev.tulle.compiler.reference.ReferenceInterpreter;
import dev.tulle.compiler.shape.GraphBuilder;
import dev.tulle.compiler.shape.GraphVerifier;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.assertj.core.data.Offset;

/** Holds gradients against central differences of the reference interpreter. */
final class GradientCheck {
  static final int ROWS = 3;

  private GradientCheck() {}

  /** An input of a function under test: its shape and the interval its elements come from. */
  record Input(Shape shape, double low, double high) {}

  static Input of(double low, double high, long... sizes) {
    return new Input(Shape.of(sizes), low, high);
  }

  /**
   * Checks the derivatives of a weighted sum of {@code function}'s elements by each element of each
   * input.
   *
   * @param orders 1 for the gradient, 2 for the gradient of a weighted sum of the gradient besides
   */
  static void check(
      List<Input> inputs, BiFunction<GraphBuilder, List<Node>, Node> function, int orders) {
    var b = new GraphBuilder();
    var nodes = new ArrayList<Node>();
    var values = new ArrayList<double[]>();
    var random = new SplittableRandom(7);
    for (int i = 0; i < inputs.size(); i++) {
      Input input = inputs.get(i);
      nodes.add(b.read(Storage.PARAMETER, "x" + i, input.shape()));
      values.add(random.doubles(count(input.shape()), input.low(), input.high()).toArray());
    }
    Node loss = weighted(b, function.apply(b, nodes), 1);
    for (int order = 1; order <= orders; order++) {
      List<Node> gradients = new ArrayList<>();
      Node next = b.constant(0);
      List<Node> found = ReverseMode.gradients(b, loss, nodes);
      for (int i = 0; i < nodes.size(); i++) {
        Node gradient = found.get(i);
        if (gradient == null) {
          gradient = b.constant(0, nodes.get(i).shape());
        }
        assertThat(gradient.shape()).isEqualTo(nodes.get(i).shape());
        gradients.add(gradient);
        next = b.map(ScalarFunction.ADD, next, weighted(b, gradient, order + i + 2));
      }
      compare(b, loss, gradients, values);
      loss = next;
    }
  }

  private static void compare(
      GraphBuilder b, Node loss, List<Node> gradients, List<double[]> values) {
    var writes = new ArrayList<Graph.Write>();
    writes.add(new Graph.Write(Storage.LOSS, "loss", loss));
    for (int i = 0; i < gradients.size(); i++) {
      writes.add(new Graph.Write(Storage.GRADIENT, "x" + i, gradients.get(i)));
    }
    Graph all = b.build("gradient", writes);
    GraphVerifier.verify(all, "differentiation");
    Graph only = b.build("loss", writes.subList(0, 1));
    var results = ReferenceInterpreter.run(all, bind(values));
    for (int i = 0; i < values.size(); i++) {
      double[] exact = results.get(Storage.GRADIENT, "x" + i);
      double[] x = values.get(i);
      for (int e = 0; e < x.length; e++) {
        double at = x[e];
        double h = 1e-5;
        x[e] = at + h;
        double above = loss(only, values);
        x[e] = at - h;
        double below = loss(only, values);
        x[e] = at;
        double difference = (above - below) / (2 * h);
        assertThat(exact[e])
            .as("input %d, element %d of%n%s", i, e, all)
            .isCloseTo(difference, Offset.offset(2e-7 * (1 + Math.abs(difference))));
      }
    }
  }

  private static double loss(Graph graph, List<double[]> values) {
    return ReferenceInterpreter.run(graph, bind(values)).get(Storage.LOSS, "loss")[0];
  }

  private static Bindings bind(List<double[]> values) {
    var bindings = new Bindings().rows(ROWS).random(1, 1);
    for (int i = 0; i < values.size(); i++) {
      bindings.put(Storage.PARAMETER, "x" + i, values.get(i));
    }
    return bindings;
  }

  /**
   * A sum in which each element has a weight of its own, so that no two can be mistaken for each
   * other.
   */
  private static Node weighted(GraphBuilder b, Node node, int stream) {
    Node weights = b.random(Op.Random.Distribution.NORMAL, node.shape(), stream);
    return b.sum(b.map(ScalarFunction.MULTIPLY, node, weights));
  }

  private static int count(Shape shape) {
    int count = 1;
    for (Size size : shape.sizes()) {
      count *= size.isKnown() ? (int) size.value() : ROWS;
    }
    return count;
  }
}
