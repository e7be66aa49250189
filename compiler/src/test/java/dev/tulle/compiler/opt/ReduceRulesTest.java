package dev.tulle.compiler.opt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.Passes;
import dev.tulle.compiler.ad.ReverseMode;
import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.reference.Bindings;
import dev.tulle.compiler.reference.ReferenceInterpreter;
import dev.tulle.compiler.reference.Results;
import dev.tulle.compiler.shape.GraphBuilder;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums of what differs from a mean, which are 0, and of quotients: as gradients have them. */
class ReduceRulesTest {
  private static final int ROWS = 3;

  /** The sum along an axis of what differs from the mean along one. */
  private static Graph differences(int width, int summed, int meant) {
    var b = new GraphBuilder();
    Node x = b.read(Storage.INPUT, "x", new Shape(List.of(Size.ROWS, Size.of(width))));
    Node mean = b.broadcast(b.mean(x, List.of(meant)), x.shape(), List.of(1 - meant));
    Node sum = b.sum(b.map(ScalarFunction.SUBTRACT, x, mean), List.of(summed));
    return b.build("differences", List.of(new Graph.Write(Storage.OUTPUT, "y", sum)));
  }

  private static double[] run(Graph graph, double... x) {
    return ReferenceInterpreter.run(graph, new Bindings().rows(ROWS).put(Storage.INPUT, "x", x))
        .get(Storage.OUTPUT, "y");
  }

  private static double[] numbers(int width) {
    double[] x = new double[ROWS * width];
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.sin(i + 1);
    }
    return x;
  }

  private static boolean sums(Graph graph) {
    Collection<Node> nodes = graph.nodes();
    return nodes.stream().anyMatch(node -> node.op() instanceof Op.Reduce);
  }

  /** By a power of two a mean multiplies rather than divides. */
  @ParameterizedTest
  @ValueSource(ints = {5, 8, 96, 128})
  void areNotComputed(int width) {
    for (int axis = 0; axis < 2; axis++) {
      Graph before = differences(width, axis, axis);
      Graph after = Passes.run(before);
      assertThat(sums(after)).as("axis %d", axis).isFalse();
      double[] x = numbers(width);
      assertThat(run(after, x)).containsExactly(run(before, x), Offset.offset(1e-12));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 8})
  void alongAnotherAxisTheyAreComputed(int width) {
    Graph before = differences(width, 0, 1);
    Graph after = Passes.run(before);
    assertThat(sums(after)).isTrue();
    double[] x = numbers(width);
    assertThat(run(after, x)).containsExactly(run(before, x), Offset.offset(1e-12));
  }

  /** What decision 0018 gives up: the mean is no number, and the sum says 0 all the same. */
  @ParameterizedTest
  @ValueSource(ints = {5, 8})
  void sayNothingOfWhatIsNotFinite(int width) {
    Graph before = differences(width, 1, 1);
    double[] x = numbers(width);
    x[0] = Double.NEGATIVE_INFINITY;
    assertThat(run(before, x)[0]).isNaN();
    assertThat(run(Passes.run(before), x)).containsOnly(0);
  }

  /** {@code g a / s}, with its gradients by a and s. */
  private static Graph quotient(Shape shape, Shape below) {
    var b = new GraphBuilder();
    Node a = b.read(Storage.PARAMETER, "a", shape);
    Node s = b.read(Storage.PARAMETER, "s", below);
    Node g = b.read(Storage.INPUT, "g", shape);
    Node divisor = below.equals(shape) ? s : b.broadcast(s, shape, List.of());
    Node quotient = b.map(ScalarFunction.DIVIDE, a, divisor);
    Node loss = b.sum(b.map(ScalarFunction.MULTIPLY, g, quotient));
    List<Node> gradients = ReverseMode.gradients(b, loss, List.of(a, s));
    return b.build(
        "quotient",
        List.of(
            new Graph.Write(Storage.OUTPUT, "y", quotient),
            new Graph.Write(Storage.GRADIENT, "a", Objects.requireNonNull(gradients.get(0))),
            new Graph.Write(Storage.GRADIENT, "s", Objects.requireNonNull(gradients.get(1)))));
  }

  /** The slope of a quotient by its divisor is finite where it can be, whatever the quotient. */
  @Test
  void slopesOfQuotientsMultiplyNothingLarge() {
    Graph before = quotient(Shape.of(2), Shape.of(2));
    for (Graph graph : List.of(before, Passes.run(before))) {
      Results results =
          ReferenceInterpreter.run(
              graph,
              new Bindings()
                  .put(Storage.PARAMETER, "a", 1e200, 2e200)
                  .put(Storage.PARAMETER, "s", 1e100, 1e100)
                  .put(Storage.INPUT, "g", 1e250, 1e250));
      assertThat(results.get(Storage.GRADIENT, "s"))
          .containsExactly(new double[] {-1e250, -2e250}, Offset.offset(1e237));
    }
  }

  /** A sum of products with quotients is divided itself: what it reads is there anyway. */
  @Test
  void aSharedDivisorLeavesTheSum() {
    Graph after = Passes.run(quotient(Shape.of(3, 7), Shape.SCALAR));
    Node slope = after.writes().get(2).value();
    assertThat(GraphBuilder.reached(List.of(slope)))
        .filteredOn(node -> node.op() instanceof Op.Reduce)
        .isNotEmpty()
        .allSatisfy(
            sum ->
                assertThat(sum.input(0).inputs())
                    .anyMatch(factor -> factor.op() instanceof Op.Read));
  }
}
