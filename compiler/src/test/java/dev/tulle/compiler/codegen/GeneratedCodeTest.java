package dev.tulle.compiler.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.Passes;
import dev.tulle.compiler.ad.ReverseMode;
import dev.tulle.compiler.ir.ElementType;
import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op.Reduce.Reduction;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.reference.RandomGraphs;
import dev.tulle.compiler.reference.ReferenceInterpreter;
import dev.tulle.compiler.reference.Results;
import dev.tulle.compiler.shape.GraphBuilder;
import dev.tulle.runtime.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Generated kernels, as vectors and as scalars, compute what the reference interpreter does. */
class GeneratedCodeTest {
  /** States have no rows; what is laid out otherwise is written as an output. */
  static Graph writable(Graph graph) {
    return new Graph(
        graph.name(),
        graph.nodes(),
        graph.writes().stream()
            .map(
                w ->
                    w.value().shape().isKnown()
                        ? w
                        : new Graph.Write(Storage.OUTPUT, w.name(), w.value()))
            .toList());
  }

  static void agrees(Graph given, int rows, int... lengths) {
    agrees(generated(given, rows, lengths));
  }

  private static GeneratedGraph generated(Graph given, int rows, int... lengths) {
    Graph source = writable(given);
    return new GeneratedGraph(Passes.run(source), source, rows, lengths);
  }

  private static void agrees(GeneratedGraph generated) {
    Graph source = generated.source();
    int rows = generated.rows();
    Results wanted = ReferenceInterpreter.run(source, generated.bindings());
    for (boolean vector : new boolean[] {false, true}) {
      Map<String, double[]> found = generated.run(vector, Threads.single(), rows + 3);
      for (Graph.Write write : source.writes()) {
        double[] expected = wanted.get(write.storage(), write.name());
        double[] actual = found.get(write.storage() + " " + write.name());
        double largest = 1;
        for (double x : expected) {
          largest = Math.max(largest, Math.abs(x));
        }
        assertThat(actual).as("%s %s", write, source).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
          assertThat(Math.abs(actual[i] - expected[i]))
              .as(
                  "%s [%d] is %s, should be %s, vector %b, %s",
                  write.name(), i, actual[i], expected[i], vector, generated)
              .isLessThanOrEqualTo(2e-5 * largest);
        }
      }
    }
  }

  /** A classifier with two layers and dropout, its loss and its gradients. */
  static Graph classifier(int inputs, int width, int classes) {
    var b = new GraphBuilder();
    Node x = b.read(Storage.INPUT, "x", Shape.of(Size.ROWS, Size.of(inputs)));
    Node label = b.read(Storage.TARGET, "label", Shape.of(Size.ROWS), ElementType.INDEX);
    var weights = new ArrayList<Node>();
    Node h = x;
    int last = inputs;
    for (int layer = 0; layer < 3; layer++) {
      int units = layer == 2 ? classes : width;
      b.at(null, "dense" + (layer + 1));
      Node w = b.read(Storage.PARAMETER, "dense%d.w".formatted(layer), Shape.of(last, units));
      Node bias = b.read(Storage.PARAMETER, "dense%d.b".formatted(layer), Shape.of(units));
      weights.add(w);
      weights.add(bias);
      Shape shape = Shape.of(Size.ROWS, Size.of(units));
      h = b.contract(h, w, List.of(0, 1), List.of(1, 2), List.of(0, 2));
      h = b.map(ScalarFunction.ADD, h, b.broadcastTo(bias, shape));
      if (layer < 2) {
        h = b.map(ScalarFunction.MAXIMUM, h, b.constant(0));
        Node keep =
            b.map(
                ScalarFunction.LESS,
                b.random(dev.tulle.compiler.ir.Op.Random.Distribution.UNIFORM, shape, layer),
                b.constant(0.75));
        h =
            b.map(
                ScalarFunction.SELECT,
                keep,
                b.map(ScalarFunction.DIVIDE, h, b.constant(0.75)),
                b.constant(0));
      }
      last = units;
    }
    b.at(null, "fit");
    Shape shape = h.shape();
    List<Integer> rowAxis = List.of(0);
    Node most = b.reduce(Reduction.MAXIMUM, h, List.of(1));
    Node moved = b.map(ScalarFunction.SUBTRACT, h, b.broadcast(most, shape, rowAxis));
    Node sum = b.sum(b.map(ScalarFunction.EXP, moved), List.of(1));
    Node hit = b.map(ScalarFunction.EQUAL, b.iota(shape, 1), b.broadcast(label, shape, rowAxis));
    Node chosen = b.sum(b.map(ScalarFunction.SELECT, hit, moved, b.constant(0)), List.of(1));
    Node loss =
        b.mean(b.map(ScalarFunction.SUBTRACT, b.map(ScalarFunction.LOG, sum), chosen), List.of(0));
    var writes = new ArrayList<Graph.Write>();
    writes.add(new Graph.Write(Storage.LOSS, "fit", loss));
    List<Node> gradients = new ArrayList<>(ReverseMode.gradients(b, loss, weights));
    for (int i = 0; i < weights.size(); i++) {
      String path = "dense%d.%s".formatted(i / 2, i % 2 == 0 ? "w" : "b");
      writes.add(new Graph.Write(Storage.GRADIENT, path, gradients.get(i)));
    }
    return b.build("gradient", writes);
  }

  // Rows and lengths are arguments of generated code: one class does for all of them.

  /** What a product adds lies apart in memory, although its last axis is of one position. */
  @Test
  void productsAddWhatDoesNotLieTogether() {
    var b = new GraphBuilder();
    Node x = b.read(Storage.INPUT, "x", Shape.of(Size.ROWS, Size.of(3)));
    Node w = b.read(Storage.PARAMETER, "w", Shape.of(3, 4));
    Node all = b.read(Storage.INPUT, "all", Shape.of(Size.ROWS, Size.of(4), Size.of(2)));
    Node turned =
        b.read(Storage.INPUT, "turned", Shape.of(Size.ROWS, Size.of(4), Size.of(2), Size.of(1)));
    Shape flat = Shape.of(Size.ROWS, Size.of(4));
    Shape one = Shape.of(Size.ROWS, Size.of(4), Size.of(1));
    Node product = b.contract(x, w, List.of(0, 1), List.of(1, 2), List.of(0, 2));
    Node second = b.reshape(b.slice(all, Shape.of(0, 0, 1).sizes(), one), flat);
    Node across = b.transpose(turned, List.of(0, 2, 1, 3));
    Shape first = Shape.of(Size.ROWS, Size.of(1), Size.of(4), Size.of(1));
    Node other = b.reshape(b.slice(across, Shape.of(0, 1, 0, 0).sizes(), first), flat);
    Node sum = b.map(ScalarFunction.ADD, product, second);
    Graph graph =
        b.build(
            "sums",
            List.of(
                new Graph.Write(Storage.OUTPUT, "second", sum),
                new Graph.Write(
                    Storage.OUTPUT, "other", b.map(ScalarFunction.MULTIPLY, sum, other))));
    GeneratedGraph generated = generated(graph, 1);
    for (int rows : new int[] {1, 17}) {
      agrees(generated.at(rows));
    }
  }

  @Test
  void classifierTrains() {
    GeneratedGraph generated = generated(classifier(19, 33, 10), 1);
    for (int rows : new int[] {1, 3, 16, 17, 64}) {
      agrees(generated.at(rows));
    }
  }

  @Test
  void randomGraphsAgree() {
    for (int seed = 0; seed < 60; seed++) {
      GeneratedGraph generated = generated(RandomGraphs.graph(seed, 25), 1);
      for (int rows : new int[] {1, 5, 16, 17}) {
        agrees(generated.at(rows));
      }
    }
  }

  @Test
  void randomGraphsOfALengthThatVariesAgree() {
    for (int seed = 0; seed < 25; seed++) {
      GeneratedGraph generated = generated(RandomGraphs.varying(seed, 25), 3, 1);
      for (int length : new int[] {1, 8, 9}) {
        agrees(generated.at(3, length));
      }
    }
  }

  @Test
  void textIsStable() {
    var first = new GeneratedGraph(classifier(8, 16, 3), 4);
    var second = new GeneratedGraph(classifier(8, 16, 3), 4);
    assertThat(first.files).isEqualTo(second.files);
  }
}
