package dev.tulle.compiler.sema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What lectures on the subject teach, in the language. */
class LectureTest {
  /** Two relus that begin at -3 and 3 and differ in sign add up to a hard sigmoid. */
  @Test
  void twoRelusAreAHardSigmoid() {
    Checked net =
        Checked.body(
            """
              input x: [1]
              output sum = relu(x / 6 + 0.5) - relu(x / 6 - 0.5)
              output hard = hard_sigmoid(x)
            """);
    for (double x : IntStream.range(-40, 41).mapToDouble(i -> i / 8.0).toArray()) {
      var row = Map.of("x", new double[] {x});
      double sum = net.predict("sum", 1, row, Map.of())[0];
      double hard = net.predict("hard", 1, row, Map.of())[0];
      assertThat(sum).as("at %s", x).isCloseTo(hard, Offset.offset(1e-15));
      assertThat(hard).isEqualTo(Math.min(Math.max(x / 6 + 0.5, 0), 1));
    }
  }

  /** Hard sigmoids of several places and heights follow any curve of straight pieces. */
  @Test
  void hardSigmoidsAddUpToACurve() {
    Checked net =
        Checked.body(
            """
              input x: [1]
              param w: [1, 3] = 0, b: [3] = 0, c: [3, 1] = 0
              let pieces[..., u] = hard_sigmoid(sum[k](x[..., k] * w[k, u]) + b[u])
              output y[..., v] = sum[u](pieces[..., u] * c[u, v])
            """);
    // Rises by 2 from 0 to 1, by -3 from 1 to 3, by 1 from 3 to 4.
    var weights =
        Map.of(
            "w", new double[] {6, 3, 6},
            "b", new double[] {-3, -6, -21},
            "c", new double[] {2, -3, 1});
    double[][] points = {{-1, 0}, {0, 0}, {0.5, 1}, {1, 2}, {2, 0.5}, {3, -1}, {3.5, -0.5}, {9, 0}};
    for (double[] point : points) {
      double y = net.predict("y", 1, Map.of("x", new double[] {point[0]}), weights)[0];
      assertThat(y).as("at %s", point[0]).isCloseTo(point[1], Offset.offset(1e-12));
    }
  }
}
