package dev.tulle.compiler.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.source.SourceFile;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Generated classes against the interpreter, which knows of no way but the plain one. */
final class InterpreterAgreement {
  private static final int ROWS = 3;

  private InterpreterAgreement() {}

  /**
   * Serves and trains rows of random numbers: on three threads as on one, and a lone row as among
   * others.
   *
   * @param file of a net with the input {@code x} and the output {@code y}
   * @param input the sizes of {@code x}
   */
  static void check(SourceFile file, List<Integer> input) {
    check(file, input, 3e-6);
  }

  /**
   * As above.
   *
   * @param tolerance of an element, in parts of the largest of its tensor
   */
  static void check(SourceFile file, List<Integer> input, double tolerance) {
    var exact = new ReferenceMachine(Compiled.program(file));
    var nets = new GeneratedNets(List.of(file));
    Machine generated = nets.machine(file, ROWS + 1);
    Machine threaded = nets.machine(file, ROWS + 1, 3);
    var random = new SplittableRandom(5);
    int width = input.stream().reduce(1, (a, b) -> a * b);
    double[] x = floats(random, ROWS * width);
    for (String path : exact.paths()) {
      double[] elements = floats(random, exact.get(path).length);
      exact.set(path, elements);
      generated.set(path, elements);
      threaded.set(path, elements);
    }
    double[] served = generated.predict("y", Map.of("x", x), ROWS);
    agree("y", served, exact.predict("y", Map.of("x", x), ROWS), tolerance);
    assertThat(threaded.predict("y", Map.of("x", x), ROWS)).isEqualTo(served);
    double[] lone = generated.predict("y", Map.of("x", Arrays.copyOf(x, width)), 1);
    assertThat(lone).isEqualTo(Arrays.copyOf(served, lone.length));
    Machine.Gradients wanted = exact.gradient(Map.of("x", x), ROWS);
    Machine.Gradients found = generated.gradient(Map.of("x", x), ROWS);
    Machine.Gradients shared = threaded.gradient(Map.of("x", x), ROWS);
    assertThat(found.byPath().keySet()).isEqualTo(wanted.byPath().keySet());
    wanted
        .byPath()
        .forEach(
            (path, elements) -> {
              agree(path, found.byPath().get(path), elements, tolerance);
              assertThat(shared.byPath().get(path)).as(path).isEqualTo(found.byPath().get(path));
            });
  }

  private static void agree(String name, double[] found, double[] wanted, double tolerance) {
    double largest = Math.max(1e-6, Arrays.stream(wanted).map(Math::abs).max().orElseThrow());
    assertThat(found).as(name).hasSameSizeAs(wanted);
    for (int i = 0; i < wanted.length; i++) {
      assertThat(Math.abs(found[i] - wanted[i]))
          .as("%s [%d] is %s, should be %s", name, i, found[i], wanted[i])
          .isLessThan(tolerance * largest);
    }
  }

  private static double[] floats(SplittableRandom random, int length) {
    return random.doubles(length, -1, 1).map(x -> (float) x).toArray();
  }
}
