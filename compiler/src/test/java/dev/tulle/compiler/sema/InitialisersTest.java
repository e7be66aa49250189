package dev.tulle.compiler.sema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.reference.Bindings;
import dev.tulle.compiler.reference.ReferenceInterpreter;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** First values are what the library's initialisers say. */
class InitialisersTest {
  private static double[] first(String shape, String initialiser) {
    Checked net =
        Checked.body(
            """
              input x: [2]
              param w: %s ~ %s
              output y = x + sum(w)
            """
                .formatted(shape, initialiser));
    return ReferenceInterpreter.run(net.program().initial(), new Bindings().random(3, 0))
        .get(Storage.PARAMETER, "w");
  }

  @Test
  void areFixed() {
    assertThat(first("[2, 3]", "zeros")).containsOnly(0);
    assertThat(first("[2, 3]", "filled(0.25)")).containsOnly(0.25);
    assertThat(first("[2, 3]", "identity(2)")).containsExactly(2, 0, 0, 0, 2, 0);
  }

  /**
   * The mean of so many numbers is off by its deviation over the root of their count. A unit has
   * 200 inputs, and an input goes to 50 units.
   */
  @ParameterizedTest
  @CsvSource({
    "'normal(1, 0.5)', 1, 0.5, 10",
    "'uniform(-1, 3)', 1, 1.1547, 3",
    "glorot_uniform, 0, 0.08944, 0.155",
    "glorot_normal, 0, 0.08944, 2",
    "he_uniform, 0, 0.1, 0.1733",
    "he_normal, 0, 0.1, 2",
    "lecun_uniform, 0, 0.07071, 0.1225",
    "lecun_normal, 0, 0.07071, 2",
    // A normal number between -2 and 2 has the deviation 0.8796 (Johnson, Kotz & Balakrishnan,
    // 1994).
    "'truncated_normal(0.5, 0.1)', 0.5, 0.08796, 0.7",
    // Between -0.5 and 0.5 it is nearly even: 0.2838.
    "'truncated_normal(0, 1, limit = 0.5)', 0, 0.2838, 0.5"
  })
  void haveTheirMoments(String initialiser, double mean, double deviation, double bound) {
    double[] w = first("[200, 50]", initialiser);
    double found = Arrays.stream(w).average().orElseThrow();
    double spread =
        Math.sqrt(Arrays.stream(w).map(v -> (v - found) * (v - found)).sum() / w.length);
    assertThat(found).isCloseTo(mean, Offset.offset(5 * deviation / 100));
    assertThat(spread).isCloseTo(deviation, Offset.offset(0.03 * deviation));
    assertThat(Arrays.stream(w).map(Math::abs).max().orElseThrow()).isLessThanOrEqualTo(bound);
  }

  @ParameterizedTest
  @CsvSource({
    "'[9, 4]', 9, 4",
    "'[4, 9]', 4, 9",
    "'[7, 7]', 7, 7",
    "'[3, 2, 5]', 6, 5",
    "[6], 1, 6"
  })
  void standUpright(String shape, int rows, int columns) {
    double[] w = first(shape, "orthogonal(gain = 3)");
    int few = Math.min(rows, columns);
    for (int i = 0; i < few; i++) {
      for (int j = 0; j < few; j++) {
        int a = i;
        int b = j;
        double product =
            IntStream.range(0, Math.max(rows, columns))
                .mapToDouble(
                    k ->
                        columns <= rows
                            ? w[k * columns + a] * w[k * columns + b]
                            : w[a * columns + k] * w[b * columns + k])
                .sum();
        assertThat(product).as("%d, %d", i, j).isCloseTo(i == j ? 9 : 0, Offset.offset(1e-9));
      }
    }
  }

  @Test
  void aUsersOwnSeesTheParametersShape() {
    Checked net =
        Checked.net(
            "init halves(scale) = scale * sample(uniform(1, 1), like) / 2\n"
                + "net N { input x: [2]  param w: [3, 2] ~ halves(scale = 3)\n"
                + "  output y = x + sum(w) }");
    assertThat(
            ReferenceInterpreter.run(net.program().initial(), new Bindings().random(3, 0))
                .get(Storage.PARAMETER, "w"))
        .hasSize(6)
        .containsOnly(1.5);
  }

  @Test
  void fixedAndRandomAreToldApart() {
    String body = "net Sample {\n  input x: [2]\n  param w: [2] %s\n  output y = x + w\n}";
    assertThat(Checked.mistakes(body.formatted("= orthogonal"))).containsExactly("T213 orthogonal");
    assertThat(Checked.mistakes(body.formatted("~ 0"))).containsExactly("T213 0");
    assertThat(Checked.mistakes(body.formatted("= zeros"))).isEmpty();
  }
}
