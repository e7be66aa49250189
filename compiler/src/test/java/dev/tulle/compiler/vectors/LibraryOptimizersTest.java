package dev.tulle.compiler.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.source.SourceFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Optimizers that no reference case covers, against their formulas: in the interpreter, and in
 * generated code on vector kernels and, in a second run, on scalar ones.
 */
@Tag("kernels")
class LibraryOptimizersTest {
  /** Whole vectors and a rest. */
  private static final List<Integer> WIDE = List.of(5, 19);

  private static final List<Integer> TALL = List.of(19, 5);

  /** All axes but the last count as one. */
  private static final List<Integer> DEEP = List.of(3, 2, 11);

  private static @Nullable GeneratedNets nets;

  private final SplittableRandom random = new SplittableRandom(2);

  /** What runs the optimizers. */
  enum Way {
    INTERPRETED(1e-12),
    GENERATED(Agreement.FLOAT);

    final double tolerance;

    Way(double tolerance) {
      this.tolerance = tolerance;
    }

    Machine machine(Case moved) {
      return this == INTERPRETED
          ? new ReferenceMachine(Compiled.program(moved.file()))
          : Objects.requireNonNull(nets).machine(moved.file(), 1);
    }
  }

  /** An optimizer and the shape of what it moves. */
  enum Case {
    DESCENT("GradientDescent(lr = 0.5)", List.of(2)),
    LAMB_WIDE("Lamb(lr = 0.1, decay = 0.01)", WIDE),
    LAMB_DEEP("Lamb(lr = 0.1, decay = 0.01)", DEEP),
    LAMB_OF_NOTHING("Lamb(lr = 0.1)", List.of(2)),
    MUON_SMALL("Muon(lr = 0.1, beta1 = 0.9, beta2 = 0.95, decay = 0.02)", List.of(11)),
    ADAM_SMALL("AdamW(lr = 0.1, beta1 = 0.9, beta2 = 0.95, decay = 0.02)", List.of(11)),
    MUON_WIDE("Muon(lr = 0.1, momentum = 0.9, decay = 0.02)", WIDE),
    MUON_TALL("Muon(lr = 0.1, momentum = 0.9, decay = 0.02)", TALL),
    MUON_DEEP("Muon(lr = 0.1, momentum = 0.9, decay = 0.02)", DEEP),
    MUON_ONCE("Muon(lr = 1, decay = 0)", TALL);

    final String optimizer;
    final List<Integer> shape;

    Case(String optimizer, List<Integer> shape) {
      this.optimizer = optimizer;
      this.shape = shape;
    }

    SourceFile file() {
      return new NetText("moves_" + name().toLowerCase(Locale.ROOT))
          .port("input", "x", List.of(1))
          .param("w", shape)
          .line("output y = x + sum(w)")
          .line("loss total = sum(y)")
          .optimizer(optimizer)
          .file();
    }

    int count() {
      return shape.stream().reduce(1, (a, b) -> a * b);
    }

    int columns() {
      return shape.get(shape.size() - 1);
    }
  }

  @BeforeAll
  static void compile() {
    nets = new GeneratedNets(Stream.of(Case.values()).map(Case::file).toList());
  }

  @AfterAll
  static void forget() {
    nets = null;
  }

  private static List<Arguments> each(Case... cases) {
    var arguments = new ArrayList<Arguments>();
    for (Way way : Way.values()) {
      for (Case moved : cases) {
        arguments.add(Arguments.of(way, moved));
      }
    }
    return arguments;
  }

  static List<Arguments> lambs() {
    return each(Case.LAMB_WIDE, Case.LAMB_DEEP);
  }

  static List<Arguments> muons() {
    return each(Case.MUON_WIDE, Case.MUON_TALL, Case.MUON_DEEP);
  }

  /** Exact in single precision, so that all ways begin with the same. */
  private double[] numbers(int count) {
    return random.doubles(count, -1, 1).map(d -> (float) d).toArray();
  }

  @ParameterizedTest
  @EnumSource
  void gradientDescentGoesDown(Way way) {
    Machine machine = way.machine(Case.DESCENT);
    machine.set("w", new double[] {1, 2});
    machine.update(Map.of("w", new double[] {4, -6}), 1, 1);
    assertThat(machine.get("w")).containsExactly(-1, 5);
  }

  @ParameterizedTest
  @MethodSource("lambs")
  void lambMovesByTheLengthOfTheWeights(Way way, Case moved) {
    Machine machine = way.machine(moved);
    double[] w = numbers(moved.count());
    double[] m = new double[w.length];
    double[] v = new double[w.length];
    machine.set("w", w);
    for (int step = 1; step <= 4; step++) {
      double[] g = numbers(w.length);
      machine.update(Map.of("w", g), step, 4);
      double[] move = new double[w.length];
      for (int i = 0; i < w.length; i++) {
        m[i] = 0.9 * m[i] + 0.1 * g[i];
        v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
        double size = Math.sqrt(v[i] / (1 - Math.pow(0.999, step))) + 1e-6;
        move[i] = m[i] / (1 - Math.pow(0.9, step)) / size + 0.01 * w[i];
      }
      double trusted = length(w) / length(move);
      for (int i = 0; i < w.length; i++) {
        w[i] -= 0.1 * trusted * move[i];
      }
      Agreement.check("step " + step, machine.get("w"), w, way.tolerance);
    }
  }

  @ParameterizedTest
  @EnumSource
  void lambMovesWeightsThatAreNothing(Way way) {
    Machine machine = way.machine(Case.LAMB_OF_NOTHING);
    machine.set("w", new double[2]);
    machine.update(Map.of("w", new double[] {1, -1}), 1, 1);
    assertThat(machine.get("w")[0]).isCloseTo(-0.1, Offset.offset(1e-5));
    assertThat(machine.get("w")[1]).isCloseTo(0.1, Offset.offset(1e-5));
  }

  @ParameterizedTest
  @EnumSource
  void muonMovesSmallTensorsAsAdamW(Way way) {
    Machine muon = way.machine(Case.MUON_SMALL);
    Machine adam = way.machine(Case.ADAM_SMALL);
    double[] w = numbers(Case.MUON_SMALL.count());
    muon.set("w", w);
    adam.set("w", w);
    for (int step = 1; step <= 3; step++) {
      double[] g = numbers(w.length);
      muon.update(Map.of("w", g), step, 3);
      adam.update(Map.of("w", g), step, 3);
      Agreement.check("step " + step, muon.get("w"), adam.get("w"), way.tolerance);
    }
  }

  /**
   * The polynomial of Newton and Schulz is one of the singular values alone: it is taken of those
   * that the eigenvectors of {@code M'M} show, which no product of matrices in the text uses.
   */
  @ParameterizedTest
  @MethodSource("muons")
  void muonTurnsByThePolynomialOfSingularValues(Way way, Case moved) {
    Machine machine = way.machine(moved);
    int columns = moved.columns();
    int rows = moved.count() / columns;
    double[] w = numbers(moved.count());
    double[] m = new double[w.length];
    machine.set("w", w);
    for (int step = 1; step <= 3; step++) {
      double[] g = numbers(w.length);
      machine.update(Map.of("w", g), step, 3);
      double[] asked = new double[w.length];
      for (int i = 0; i < w.length; i++) {
        m[i] = 0.9 * m[i] + g[i];
        asked[i] = g[i] + 0.9 * m[i];
      }
      double[] turned = turned(asked, rows, columns);
      double scale = 0.2 * Math.sqrt(Math.max(rows, columns));
      for (int i = 0; i < w.length; i++) {
        w[i] = (1 - 0.1 * 0.02) * w[i] - 0.1 * scale * turned[i];
      }
      Agreement.check("step " + step, machine.get("w"), w, muonTolerance(way));
    }
  }

  /** Whatever the gradient's singular values are, those of a step are about 1, times its scale. */
  @ParameterizedTest
  @EnumSource
  void muonTurnsAllDirectionsAlike(Way way) {
    Machine machine = way.machine(Case.MUON_ONCE);
    int columns = Case.MUON_ONCE.columns();
    double[] g = numbers(Case.MUON_ONCE.count());
    for (int i = 0; i < columns; i++) {
      // One direction far longer than the others.
      g[i] *= 30;
    }
    machine.set("w", new double[g.length]);
    machine.update(Map.of("w", g), 1, 1);
    double[] moved = machine.get("w");
    int rows = g.length / columns;
    double scale = 0.2 * Math.sqrt(rows);
    for (double square : Eigenvalues.ofSymmetric(gram(moved, rows, columns), columns)) {
      assertThat(Math.sqrt(square) / scale).isBetween(0.6, 1.25);
    }
    double along = 0;
    for (int i = 0; i < g.length; i++) {
      along += g[i] * moved[i];
    }
    assertThat(along).as("downhill").isNegative();
  }

  /** A step grows what rounding leaves of the smaller singular values by up to 3.4445^5. */
  private static double muonTolerance(Way way) {
    return way == Way.INTERPRETED ? 1e-10 : Agreement.FLOAT;
  }

  /** A matrix with the polynomial of each singular value in its place, divided by their length. */
  private static double[] turned(double[] matrix, int rows, int columns) {
    double length = length(matrix) + 1e-7;
    var vectors = new double[columns * columns];
    double[] squares = Eigenvalues.ofSymmetric(gram(matrix, rows, columns), columns, vectors);
    var factors = new double[columns];
    for (int i = 0; i < columns; i++) {
      double begin = Math.sqrt(Math.max(squares[i], 0)) / length;
      double s = begin;
      for (int step = 0; step < 5; step++) {
        s = 3.4445 * s - 4.775 * Math.pow(s, 3) + 2.0315 * Math.pow(s, 5);
      }
      // What is no direction of a wide matrix stays nothing.
      factors[i] = begin < 1e-7 ? 0 : s / (begin * length);
    }
    var result = new double[matrix.length];
    for (int row = 0; row < rows; row++) {
      for (int k = 0; k < columns; k++) {
        double along = 0;
        for (int c = 0; c < columns; c++) {
          along += matrix[row * columns + c] * vectors[c * columns + k];
        }
        for (int c = 0; c < columns; c++) {
          result[row * columns + c] += along * factors[k] * vectors[c * columns + k];
        }
      }
    }
    return result;
  }

  /** The products of columns with columns. */
  private static double[] gram(double[] matrix, int rows, int columns) {
    double[] gram = new double[columns * columns];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < columns; i++) {
        for (int j = 0; j < columns; j++) {
          gram[i * columns + j] += matrix[row * columns + i] * matrix[row * columns + j];
        }
      }
    }
    return gram;
  }

  private static double length(double[] vector) {
    return Math.sqrt(Arrays.stream(vector).map(x -> x * x).sum());
  }
}
