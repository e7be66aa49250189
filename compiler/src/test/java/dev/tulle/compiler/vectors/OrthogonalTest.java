package dev.tulle.compiler.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Orthogonal weights against the reflections of Householder (1958) of the same normal numbers: in
 * the interpreter, and in generated code on vector kernels and, in a second run, on scalar ones.
 */
@Tag("kernels")
class OrthogonalTest {
  private static final double GAIN = 1.5;

  private static @Nullable GeneratedNets nets;

  static List<List<Integer>> shapes() {
    return List.of(List.of(19, 5), List.of(5, 19), List.of(9, 9), List.of(3, 2, 11), List.of(7));
  }

  /** A parameter that begins as the initialiser says. */
  private static SourceFile file(List<Integer> shape, String name, String initialiser) {
    var sizes = NetText.shape(shape);
    return new NetText(name + sizes)
        .port("input", "x", List.of(1))
        .line("param w: %s ~ %s".formatted(sizes, initialiser))
        .line("output y = x + sum(w)")
        .line("loss total = sum(y)")
        .file();
  }

  private static SourceFile orthogonal(List<Integer> shape) {
    return file(shape, "orthogonal", "orthogonal(gain = %s)".formatted(GAIN));
  }

  /** Draws the numbers that the other makes upright. */
  private static SourceFile normal(List<Integer> shape) {
    return file(shape, "normal", "normal(0, 1)");
  }

  @BeforeAll
  static void compile() {
    var files = new ArrayList<SourceFile>();
    for (List<Integer> shape : shapes()) {
      files.add(orthogonal(shape));
      files.add(normal(shape));
    }
    nets = new GeneratedNets(files);
  }

  @AfterAll
  static void forget() {
    nets = null;
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void interpreted(List<Integer> shape) {
    check(
        shape,
        new ReferenceMachine(Compiled.program(normal(shape))),
        new ReferenceMachine(Compiled.program(orthogonal(shape))),
        1e-12);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void generated(List<Integer> shape) {
    var made = Objects.requireNonNull(nets);
    Machine orthogonal = made.machine(orthogonal(shape), 1);
    check(shape, made.machine(normal(shape), 1), orthogonal, Agreement.FLOAT);
    Agreement.check(
        "the interpreter's",
        orthogonal.get("w"),
        new ReferenceMachine(Compiled.program(orthogonal(shape))).get("w"),
        Agreement.FLOAT);
  }

  private static void check(
      List<Integer> shape, Machine normal, Machine orthogonal, double tolerance) {
    double[] drawn = normal.get("w");
    assertThat(drawn).doesNotHaveDuplicates();
    int columns = shape.get(shape.size() - 1);
    int rows = drawn.length / columns;
    double[] want =
        rows < columns
            ? transposed(upright(transposed(drawn, rows, columns), columns, rows), columns, rows)
            : upright(drawn, rows, columns);
    for (int i = 0; i < want.length; i++) {
      want[i] *= GAIN;
    }
    Agreement.check("w", orthogonal.get("w"), want, tolerance);
  }

  private static double[] transposed(double[] matrix, int rows, int columns) {
    return Axes.permute(matrix, List.of(rows, columns), List.of(1, 0));
  }

  /** Q of matrix = QR, with R's diagonal above 0; there are no more columns than rows. */
  private static double[] upright(double[] matrix, int rows, int columns) {
    double[] r = matrix.clone();
    double[] q = LayerNet.identity(rows);
    for (int k = 0; k < columns; k++) {
      double[] mirror = new double[rows];
      double length = 0;
      for (int i = k; i < rows; i++) {
        mirror[i] = r[i * columns + k];
        length = Math.hypot(length, mirror[i]);
      }
      mirror[k] += Math.copySign(length, mirror[k]);
      reflectRows(r, columns, mirror);
      // Q is what the reflections make of ones, the last first; its transpose takes them in turn.
      reflectRows(q, rows, mirror);
    }
    double[] result = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        result[i * columns + j] = q[j * rows + i] * Math.signum(r[j * columns + j]);
      }
    }
    return result;
  }

  /** Takes from each column twice its part along a vector. */
  private static void reflectRows(double[] matrix, int columns, double[] along) {
    double square = 0;
    for (double a : along) {
      square += a * a;
    }
    for (int j = 0; j < columns; j++) {
      double product = 0;
      for (int i = 0; i < along.length; i++) {
        product += along[i] * matrix[i * columns + j];
      }
      for (int i = 0; i < along.length; i++) {
        matrix[i * columns + j] -= 2 * product / square * along[i];
      }
    }
  }
}
