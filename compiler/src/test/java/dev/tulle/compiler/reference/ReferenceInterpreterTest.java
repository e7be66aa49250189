package dev.tulle.compiler.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.compiler.ir.ElementType;
import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Op.Reduce.Reduction;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.shape.GraphBuilder;
import dev.tulle.runtime.kernel.RandomNumbers;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Results that are worked out by hand. */
class ReferenceInterpreterTest {
  private final GraphBuilder b = new GraphBuilder();
  private final Bindings bindings = new Bindings().rows(2).host("step", 4).random(11, 5);

  @Test
  void readsConstantsAndSizes() {
    Node x = read("x", Shape.of(2), 3, 4);
    assertThat(run(x)).containsExactly(3, 4);
    assertThat(run(b.constant(0.1))).containsExactly(0.1);
    assertThat(run(b.extent(Size.ROWS.times(Size.of(3))))).containsExactly(6);
    assertThat(run(b.host("step"))).containsExactly(4);
    assertThat(run(b.iota(Shape.of(2, 3), 1))).containsExactly(0, 1, 2, 0, 1, 2);
    assertThat(run(b.iota(Shape.of(2, 3), 0))).containsExactly(0, 0, 0, 1, 1, 1);
  }

  @Test
  void reductions() {
    Node x = read("x", Shape.of(Size.ROWS, Size.of(3)), 1, 5, 3, 4, 2, 6);
    assertThat(run(b.sum(x, List.of(0)))).containsExactly(5, 7, 9);
    assertThat(run(b.sum(x, List.of(1)))).containsExactly(9, 12);
    assertThat(run(b.sum(x))).containsExactly(21);
    assertThat(run(b.mean(x, List.of(0)))).containsExactly(2.5, 3.5, 4.5);
    assertThat(run(b.reduce(Reduction.MAXIMUM, x, List.of(1)))).containsExactly(5, 6);
    assertThat(run(b.reduce(Reduction.MINIMUM, x, List.of(0)))).containsExactly(1, 2, 3);
  }

  @Test
  void contractions() {
    Node x = read("x", Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    Node y = read("y", Shape.of(3, 2), 7, 8, 9, 10, 11, 12);
    assertThat(run(b.contract(x, y, List.of(0, 1), List.of(1, 2), List.of(0, 2))))
        .containsExactly(58, 64, 139, 154);
    assertThat(run(b.contract(x, y, List.of(0, 1), List.of(1, 2), List.of(2, 0))))
        .containsExactly(58, 139, 64, 154);
    assertThat(run(b.contract(x, y, List.of(0, 1), List.of(1, 0), List.of())))
        .containsExactly(58 + 154);
    // Labels of one input alone are summed by themselves.
    assertThat(run(b.contract(x, y, List.of(0, 1), List.of(2, 3), List.of(0))))
        .containsExactly(6 * 57, 15 * 57);
  }

  @Test
  void movements() {
    Node x = read("x", Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    assertThat(run(b.transpose(x, List.of(1, 0)))).containsExactly(1, 4, 2, 5, 3, 6);
    assertThat(run(b.reshape(x, Shape.of(3, 2)))).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(run(b.slice(x, Shape.of(0, 1).sizes(), Shape.of(2, 2)))).containsExactly(2, 3, 5, 6);
    assertThat(run(b.pad(x, Shape.of(1, 0).sizes(), Shape.of(3, 4))))
        .containsExactly(0, 0, 0, 0, 1, 2, 3, 0, 4, 5, 6, 0);
    assertThat(run(b.concat(List.of(x, b.transpose(x, List.of(0, 1)), x), 1)))
        .containsExactly(1, 2, 3, 1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6, 4, 5, 6);
    Node line = read("line", Shape.of(3), 7, 8, 9);
    assertThat(run(b.broadcast(line, Shape.of(2, 3), List.of(1))))
        .containsExactly(7, 8, 9, 7, 8, 9);
    assertThat(run(b.broadcast(line, Shape.of(3, 2), List.of(0))))
        .containsExactly(7, 7, 8, 8, 9, 9);
  }

  @Test
  void functions() {
    for (ScalarFunction function : ScalarFunction.values()) {
      double[] wanted =
          switch (function) {
            case ADD -> values(-1.5, 2);
            case SUBTRACT -> values(-3.5, -2);
            case MULTIPLY -> values(-2.5, 0);
            case DIVIDE -> values(-2.5, 0);
            case POWER -> values(-2.5, 0);
            case MODULO -> values(0.5, 0);
            case MINIMUM -> values(-2.5, 0);
            case MAXIMUM -> values(1, 2);
            case NEGATE -> values(2.5, -0.0);
            case ABS -> values(2.5, 0);
            case SIGN -> values(-1, 0);
            case FLOOR -> values(-3, 0);
            case EXP -> values(0.0820849986238988, 1);
            case LOG -> values(Double.NaN, Double.NEGATIVE_INFINITY);
            case SQRT -> values(Double.NaN, 0);
            case TANH -> values(-0.9866142981514303, 0);
            case ERF -> values(-0.9995930479825550, 0);
            case SIN -> values(-0.5984721441039564, 0);
            case COS -> values(-0.8011436155469337, 1);
            case LESS, LESS_EQUAL -> values(1, 1);
            case EQUAL -> values(0, 0);
            case AND -> values(0, 1);
            case OR -> values(1, 1);
            case NOT -> values(0, 0);
            case SELECT -> values(-2.5, 0);
          };
      Node x = read("x", Shape.of(2), -2.5, 0);
      Node y = read("y", Shape.of(2), 1, 2);
      Node less = b.map(ScalarFunction.LESS, x, y);
      Node node =
          switch (function) {
            case AND, OR -> b.map(function, less, b.map(ScalarFunction.LESS, b.constant(1), y));
            case NOT -> b.map(function, less);
            case SELECT -> b.map(function, less, x, y);
            default -> function.arity() == 1 ? b.map(function, x) : b.map(function, x, y);
          };
      double[] found = run(node);
      for (int i = 0; i < 2; i++) {
        if (Double.isFinite(wanted[i])) {
          assertThat(found[i]).as(function.name()).isCloseTo(wanted[i], Offset.offset(1e-15));
        } else {
          assertThat(found[i]).as(function.name()).isEqualTo((Double) wanted[i]);
        }
      }
    }
  }

  /** Values of the error function from Abramowitz and Stegun, table 7.1, and of its symmetry. */
  @Test
  void errorFunction() {
    Node x = read("x", Shape.of(6), 0.5, 1, 2, -1, 10, Double.NaN);
    assertThat(run(b.map(ScalarFunction.ERF, x)))
        .containsExactly(
            new double[] {0.5204998778, 0.8427007929, 0.9953222650, -0.8427007929, 1, Double.NaN},
            Offset.offset(1e-10));
  }

  @Test
  void randomNumbersAreAFunctionOfSeedStepStreamAndElement() {
    double[] first = random(11, 5, 0);
    assertThat(random(11, 5, 0)).containsExactly(first);
    assertThat(random(12, 5, 0)).isNotEqualTo(first);
    assertThat(random(11, 6, 0)).isNotEqualTo(first);
    assertThat(random(11, 5, 1)).isNotEqualTo(first);
    assertThat(Arrays.stream(first).distinct().count()).isGreaterThan(990);
  }

  @Test
  void randomNumbersAreThoseOfTheRuntime() {
    long key = RandomNumbers.key(11, 5, 3);
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    double[] uniform = run(b.random(Op.Random.Distribution.UNIFORM, Shape.of(7, 11), 3));
    double[] normal = run(b.random(Op.Random.Distribution.NORMAL, Shape.of(7, 11), 3));
    for (int i = 0; i < uniform.length; i++) {
      assertThat((float) uniform[i]).isEqualTo(RandomNumbers.uniform(k0, k1, i));
      assertThat((float) normal[i]).isEqualTo(RandomNumbers.normal(k0, k1, i));
    }
  }

  @Test
  void randomNumbersHaveTheMomentsOfTheirDistribution() {
    double[] uniform = run(b.random(Op.Random.Distribution.UNIFORM, Shape.of(100_000), 0));
    assertThat(Arrays.stream(uniform).min().orElseThrow()).isBetween(0.0, 1e-3);
    assertThat(Arrays.stream(uniform).max().orElseThrow()).isBetween(0.999, 1 - 0x1p-24);
    assertThat(moment(uniform, 1)).isCloseTo(1 / 2.0, Offset.offset(0.005));
    assertThat(moment(uniform, 2)).isCloseTo(1 / 3.0, Offset.offset(0.005));
    double[] normal = run(b.random(Op.Random.Distribution.NORMAL, Shape.of(100_000), 0));
    assertThat(moment(normal, 1)).isCloseTo(0, Offset.offset(0.02));
    assertThat(moment(normal, 2)).isCloseTo(1, Offset.offset(0.02));
    assertThat(moment(normal, 3)).isCloseTo(0, Offset.offset(0.05));
    assertThat(moment(normal, 4)).isCloseTo(3, Offset.offset(0.1));
  }

  @Test
  void whatIsNotBoundIsNamed() {
    Node stranger = b.read(Storage.INPUT, "stranger", Shape.of(2), ElementType.FLOAT);
    assertThatThrownBy(() -> run(stranger))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("INPUT stranger");
    Node short1 = read("short", Shape.of(3), 1, 2);
    assertThatThrownBy(() -> run(short1)).isInstanceOf(IllegalArgumentException.class);
    Graph empty = b.build("empty", List.of());
    assertThatThrownBy(() -> ReferenceInterpreter.run(empty, bindings).get(Storage.OUTPUT, "y"))
        .isInstanceOf(NoSuchElementException.class);
  }

  private static double[] values(double... values) {
    return values;
  }

  private double[] random(long seed, long step, int stream) {
    bindings.random(seed, step);
    return run(b.random(Op.Random.Distribution.UNIFORM, Shape.of(1000), stream));
  }

  private static double moment(double[] values, int order) {
    return Arrays.stream(values).map(x -> Math.pow(x, order)).average().orElseThrow();
  }

  private Node read(String name, Shape shape, double... elements) {
    bindings.put(Storage.PARAMETER, name, elements);
    return b.read(Storage.PARAMETER, name, shape);
  }

  private double[] run(Node node) {
    Graph graph = b.build("test", List.of(new Graph.Write(Storage.OUTPUT, "y", node)));
    return ReferenceInterpreter.run(graph, bindings).get(Storage.OUTPUT, "y");
  }
}
