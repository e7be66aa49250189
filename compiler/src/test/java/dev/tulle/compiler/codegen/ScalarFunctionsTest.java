package dev.tulle.compiler.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.ir.ElementType;
import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.reference.ReferenceInterpreter;
import dev.tulle.compiler.reference.Results;
import dev.tulle.compiler.shape.GraphBuilder;
import dev.tulle.runtime.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every elementwise function, at awkward lengths and at the ends of its range. */
class ScalarFunctionsTest {
  private static Graph all(int width) {
    var b = new GraphBuilder();
    Shape shape = Shape.of(Size.ROWS, Size.of(width));
    Node x = b.read(Storage.INPUT, "x", shape);
    Node y = b.read(Storage.INPUT, "y", shape);
    Node yes = b.map(ScalarFunction.LESS, x, y);
    Node no = b.map(ScalarFunction.LESS, b.constant(0.5), x);
    var writes = new ArrayList<Graph.Write>();
    for (ScalarFunction function : ScalarFunction.values()) {
      Node value =
          switch (function) {
            case AND, OR -> b.map(function, yes, no);
            case NOT -> b.map(function, yes);
            case SELECT -> b.map(function, yes, x, y);
            case LOG, SQRT -> b.map(function, b.map(ScalarFunction.ABS, x));
            default -> function.arity() == 1 ? b.map(function, x) : b.map(function, x, y);
          };
      writes.add(new Graph.Write(Storage.OUTPUT, function.name().toLowerCase(), value));
    }
    return b.build("gradient", writes);
  }

  private static void agree(Graph graph, GeneratedGraph generated, int rows) {
    Results wanted = ReferenceInterpreter.run(graph, generated.bindings());
    for (boolean vector : new boolean[] {false, true}) {
      Map<String, double[]> found = generated.run(vector, Threads.single(), rows);
      for (Graph.Write write : graph.writes()) {
        double[] expected = wanted.get(Storage.OUTPUT, write.name());
        double[] actual = found.get("OUTPUT " + write.name());
        for (int i = 0; i < expected.length; i++) {
          double x = generated.input(Storage.INPUT, "x")[i];
          double y = generated.input(Storage.INPUT, "y")[i];
          String what = "%s(%s, %s), vector %b".formatted(write.name(), x, y, vector);
          near(what, actual[i], expected[i]);
        }
      }
    }
  }

  private static void near(String what, double actual, double exact) {
    double expected = (float) exact;
    if (Double.isNaN(expected) || Double.isInfinite(expected)) {
      assertThat((Double) actual).as(what).isEqualTo((Double) expected);
      return;
    }
    // Below the normal numbers exp gives 0.
    assertThat(Math.abs(actual - expected))
        .as("%s is %s, should be %s", what, actual, expected)
        .isLessThanOrEqualTo(Math.max(1e-6 * Math.abs(expected), 3e-7));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 15, 16, 17, 37})
  void agreesAtAwkwardLengths(int width) {
    Graph graph = all(width);
    agree(graph, new GeneratedGraph(graph, graph, 3), 3);
  }

  @Test
  void agreesAtTheEndsOfTheRange() {
    double[] x = {
      0, 1, -1, 88.5, 88.72, 89, -86, -87.2, -90, 1e30, -1e30, 0.6249, 0.6251, 3.9, -4.3, 9, -20,
      1e-30, 1e-20, 0.707, 0.7072, 1.4142, 1.4143, 1e8, -1e8, 0.5, 8388609, 2.5, -2.5, 30, -30, 700
    };
    double[] xs = DoubleStream.of(x).map(v -> (float) v).toArray();
    double[] ys = new double[xs.length];
    for (int i = 0; i < xs.length; i++) {
      ys[i] = new double[] {2, 0, -3, 0.5}[i % 4];
    }
    Graph graph = onlyStable(all(xs.length));
    var generated =
        new GeneratedGraph(graph, graph, 1)
            .with(Storage.INPUT, "x", xs)
            .with(Storage.INPUT, "y", ys);
    agree(graph, generated, 1);
  }

  @Test
  void exceptionalNumbersPassThrough() {
    double[] xs = {
      Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, 0, 1, 2
    };
    double[] ys = {1, 1, 1, 2, Double.NaN, Double.POSITIVE_INFINITY, 3};
    Graph every = onlyStable(all(xs.length));
    // What is no number is not less than a number, in any order.
    Graph graph =
        new Graph(
            every.name(),
            every.nodes(),
            every.writes().stream()
                .filter(
                    w ->
                        List.of(
                                "exp",
                                "log",
                                "tanh",
                                "erf",
                                "add",
                                "multiply",
                                "abs",
                                "negate",
                                "floor")
                            .contains(w.name()))
                .toList());
    var generated =
        new GeneratedGraph(graph, graph, 1)
            .with(Storage.INPUT, "x", xs)
            .with(Storage.INPUT, "y", ys);
    agree(graph, generated, 1);
  }

  /** So that a logarithm or a root of 1 - erf or of 1 - tanh is a number, or the one of 0. */
  @ParameterizedTest
  @CsvSource({"ERF, false, 4", "ERF, true, 4", "TANH, false, 9.02", "TANH, true, 9.02"})
  void whatIsOddReachesOneButNeverPassesIt(ScalarFunction function, boolean vector, double one) {
    int width = 100_001;
    double[] xs = new double[2 * width];
    for (int i = 0; i < width; i++) {
      // Steps of 1e-4 up to 10, and on the way numbers down to the smallest.
      double x = i % 50 == 0 ? Math.scalb(1.1, -i / 700) : i * 1e-4;
      xs[i] = (float) x;
      xs[width + i] = -xs[i];
    }
    var b = new GraphBuilder();
    Node x = b.read(Storage.INPUT, "x", Shape.of(Size.ROWS, Size.of(xs.length)));
    var write = new Graph.Write(Storage.OUTPUT, "y", b.map(function, x));
    Graph graph = b.build("gradient", List.of(write));
    var generated = new GeneratedGraph(graph, graph, 1).with(Storage.INPUT, "x", xs);
    double[] wanted =
        ReferenceInterpreter.run(graph, generated.bindings()).get(Storage.OUTPUT, "y");
    double[] found = generated.run(vector, Threads.single(), 1).get("OUTPUT y");
    for (int i = 0; i < width; i++) {
      String what = "%s(%s)".formatted(function, xs[i]);
      assertThat(found[i]).as(what).isBetween(0.0, 1.0);
      assertThat(found[width + i]).as(what).isEqualTo(-found[i]);
      double most = Math.max(2e-7 * wanted[i], Float.MIN_VALUE);
      assertThat(Math.abs(found[i] - wanted[i])).as(what).isLessThanOrEqualTo(most);
      if (xs[i] >= one) {
        assertThat(found[i]).as(what).isEqualTo(1);
      }
    }
  }

  /**
   * Without what loses its digits at large arguments: turns, remainders, and powers of a large
   * logarithm.
   */
  private static Graph onlyStable(Graph graph) {
    return new Graph(
        graph.name(),
        graph.nodes(),
        graph.writes().stream()
            .filter(w -> !List.of("sin", "cos", "modulo", "power").contains(w.name()))
            .toList());
  }

  @Test
  void randomNumbersAreTheSameBits() {
    var b = new GraphBuilder();
    Shape shape = Shape.of(Size.ROWS, Size.of(21));
    var writes = new ArrayList<Graph.Write>();
    Node x = b.read(Storage.INPUT, "x", shape, ElementType.FLOAT);
    for (Op.Random.Distribution kind : Op.Random.Distribution.values()) {
      Node node =
          b.map(ScalarFunction.MULTIPLY, b.random(kind, shape, kind.ordinal()), b.constant(1));
      writes.add(new Graph.Write(Storage.OUTPUT, kind.name(), node));
    }
    writes.add(new Graph.Write(Storage.OUTPUT, "x2", x));
    Graph graph = b.build("gradient", writes);
    var generated = new GeneratedGraph(graph, graph, 5);
    Results wanted = ReferenceInterpreter.run(graph, generated.bindings());
    for (boolean vector : new boolean[] {false, true}) {
      Map<String, double[]> found = generated.run(vector, Threads.single(), 5);
      for (Op.Random.Distribution kind : Op.Random.Distribution.values()) {
        double[] expected = wanted.get(Storage.OUTPUT, kind.name());
        assertThat(found.get("OUTPUT " + kind.name()))
            .containsExactly(DoubleStream.of(expected).map(v -> (float) v).toArray());
      }
    }
  }
}
