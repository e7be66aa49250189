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
import java.util.Set;
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
    compareAlong(b, loss, nodes, values);
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

  /** Holds the forward mode's derivative along one direction, too. */
  private static void compareAlong(
      GraphBuilder b, Node loss, List<Node> nodes, List<double[]> values) {
    var direction = new ArrayList<Node>();
    var along = new ArrayList<double[]>();
    var random = new SplittableRandom(8);
    for (int i = 0; i < nodes.size(); i++) {
      direction.add(b.read(Storage.PARAMETER, "x" + (nodes.size() + i), nodes.get(i).shape()));
      along.add(random.doubles(values.get(i).length, -1, 1).toArray());
    }
    Node tangent = ForwardMode.tangents(b, List.of(loss), nodes, direction, Set.of()).get(0);
    double exact = 0;
    if (tangent != null) {
      Graph graph = b.build("tangent", List.of(new Graph.Write(Storage.LOSS, "loss", tangent)));
      var all = new ArrayList<>(values);
      all.addAll(along);
      exact = loss(graph, all);
    }
    Graph only = b.build("loss", List.of(new Graph.Write(Storage.LOSS, "loss", loss)));
    double h = 1e-5;
    double difference =
        (loss(only, moved(values, along, h)) - loss(only, moved(values, along, -h))) / (2 * h);
    assertThat(exact)
        .as("along a direction")
        .isCloseTo(difference, Offset.offset(1e-6 * (1 + Math.abs(difference))));
  }

  private static List<double[]> moved(List<double[]> values, List<double[]> along, double by) {
    var moved = new ArrayList<double[]>();
    for (int i = 0; i < values.size(); i++) {
      double[] x = values.get(i).clone();
      for (int e = 0; e < x.length; e++) {
        x[e] += by * along.get(i)[e];
      }
      moved.add(x);
    }
    return moved;
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
