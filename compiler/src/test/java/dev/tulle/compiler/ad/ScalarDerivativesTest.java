package dev.tulle.compiler.ad;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.reference.Bindings;
import dev.tulle.compiler.reference.ReferenceInterpreter;
import dev.tulle.compiler.shape.GraphBuilder;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScalarDerivativesTest {
  /** Those whose derivative is zero wherever there is one, or that have truths for inputs. */
  private static final Set<ScalarFunction> FLAT =
      EnumSet.of(
          ScalarFunction.SIGN,
          ScalarFunction.FLOOR,
          ScalarFunction.LESS,
          ScalarFunction.LESS_EQUAL,
          ScalarFunction.EQUAL,
          ScalarFunction.AND,
          ScalarFunction.OR,
          ScalarFunction.NOT);

  @ParameterizedTest
  @EnumSource
  void agreesWithCentralDifferences(ScalarFunction function) {
    for (Shape shape : List.of(Shape.SCALAR, Shape.of(1), Shape.of(7), Shape.of(2, 3))) {
      if (FLAT.contains(function)) {
        assertNoGradient(function, shape);
      } else if (function == ScalarFunction.SELECT) {
        var input = new GradientCheck.Input(shape, -1, 1);
        GradientCheck.check(
            List.of(input, input),
            (b, x) -> {
              Node condition = b.map(ScalarFunction.LESS, x.get(0), b.constant(0.1));
              return square(b, b.map(function, condition, x.get(0), x.get(1)));
            },
            2);
      } else {
        var first = new GradientCheck.Input(shape, 0.3, 0.9);
        // Apart from the first, so that no extreme is at a tie and no quotient at a whole number.
        var second = new GradientCheck.Input(shape, 1.05, 1.9);
        GradientCheck.check(
            function.arity() == 1 ? List.of(first) : List.of(first, second),
            (b, x) -> square(b, b.map(function, x.toArray(Node[]::new))),
            2);
        GradientCheck.check(
            function.arity() == 1 ? List.of(first) : List.of(second, first),
            (b, x) -> square(b, b.map(function, x.toArray(Node[]::new))),
            2);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ADD", "SUBTRACT", "MULTIPLY", "DIVIDE", "MODULO", "MINIMUM", "MAXIMUM"})
  void agreesForNegativeInputs(ScalarFunction function) {
    GradientCheck.check(
        List.of(GradientCheck.of(-0.9, -0.3, 5), GradientCheck.of(-1.9, -1.05, 5)),
        (b, x) -> b.map(function, x.get(0), x.get(1)),
        2);
  }

  @ParameterizedTest
  @EnumSource(names = {"NEGATE", "ABS", "EXP", "TANH", "ERF", "SIN", "COS"})
  void agreesForNegativeInput(ScalarFunction function) {
    GradientCheck.check(
        List.of(GradientCheck.of(-2, -0.5, 5)), (b, x) -> b.map(function, x.get(0)), 2);
  }

  @Test
  void aScalarIsRepeatedOverATensor() {
    GradientCheck.check(
        List.of(GradientCheck.of(0.5, 1, 3, 5), GradientCheck.of(0.5, 1)),
        (b, x) -> b.map(ScalarFunction.DIVIDE, x.get(0), x.get(1)),
        2);
  }

  @Test
  void powersOfNegativeNumbersByWholeConstants() {
    for (double exponent : new double[] {0, 1, 2, 3, -2}) {
      GradientCheck.check(
          List.of(GradientCheck.of(-1.5, -0.5, 3)),
          (b, x) -> b.map(ScalarFunction.POWER, x.get(0), b.constant(exponent)),
          2);
    }
  }

  @Test
  void kinksAreThoseOfPyTorch() {
    assertThat(derivative(ScalarFunction.ABS, 0)).isEqualTo(0);
    assertThat(derivative(ScalarFunction.MAXIMUM, 0, 0)).isEqualTo(0);
    assertThat(derivative(ScalarFunction.MINIMUM, 0, 0)).isEqualTo(0);
    assertThat(derivative(ScalarFunction.POWER, 0, 2)).isEqualTo(0);
    assertThat(derivative(ScalarFunction.POWER, 0, 0)).isEqualTo(0);
  }

  @Test
  void extremesOfAConstantAndATensorAreTheSameBothWaysRound() {
    var b = new GraphBuilder();
    Node x = b.read(Storage.PARAMETER, "x", Shape.of(3));
    Node loss = b.sum(b.map(ScalarFunction.MAXIMUM, b.constant(0), x));
    Node gradient = ReverseMode.gradients(b, loss, List.of(x)).get(0);
    assertThat(run(b, gradient, -1, 0, 1)).containsExactly(0, 0, 1);
  }

  @Test
  void derivativesStayFiniteWhereFunctionsSaturate() {
    for (ScalarFunction function : List.of(ScalarFunction.TANH, ScalarFunction.ERF)) {
      for (double x : new double[] {-1e30, -100, 100, 1e30}) {
        assertThat(derivative(function, x)).isEqualTo(0);
      }
    }
  }

  private static double derivative(ScalarFunction function, double x, double... constants) {
    var b = new GraphBuilder();
    Node node = b.read(Storage.PARAMETER, "x", Shape.SCALAR);
    Node value =
        constants.length == 0
            ? b.map(function, node)
            : b.map(function, node, b.constant(constants[0]));
    Node gradient = ReverseMode.gradients(b, value, List.of(node)).get(0);
    return gradient == null ? 0 : run(b, gradient, x)[0];
  }

  private static double[] run(GraphBuilder b, Node node, double... x) {
    Graph graph = b.build("test", List.of(new Graph.Write(Storage.OUTPUT, "y", node)));
    return ReferenceInterpreter.run(graph, new Bindings().put(Storage.PARAMETER, "x", x))
        .get(Storage.OUTPUT, "y");
  }

  private static Node square(GraphBuilder b, Node x) {
    return b.map(ScalarFunction.MULTIPLY, x, x);
  }

  private static void assertNoGradient(ScalarFunction function, Shape shape) {
    var b = new GraphBuilder();
    Node x = b.read(Storage.PARAMETER, "x", shape);
    Node input =
        switch (function) {
          case AND, OR, NOT -> b.map(ScalarFunction.LESS, x, b.constant(0));
          default -> x;
        };
    Node value = function.arity() == 1 ? b.map(function, input) : b.map(function, input, input);
    Node loss = b.sum(b.map(ScalarFunction.MULTIPLY, value, b.constant(2)));
    assertThat(ReverseMode.gradients(b, loss, List.of(x)).get(0)).isNull();
  }
}
