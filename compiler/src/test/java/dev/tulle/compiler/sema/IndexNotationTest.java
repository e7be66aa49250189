package dev.tulle.compiler.sema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Index notation against loops written out. */
class IndexNotationTest {
  @Test
  void reordersAndReduces() {
    Checked net =
        Checked.body(
            "input a: [2, 3]  let t[j, i] = a[i, j]  output y[j] = sum[i](t[j, i] * (i + 1))");
    assertThat(net.apply(1, 2, 3, 10, 20, 30)).containsExactly(21, 42, 63);
  }

  @Test
  void takesExtremesAndMeans() {
    String text =
        "input a: [2, 3]  output y[i] = max[j](a[i, j]) - min[j](a[i, j]) + mean[j](a[i, j])";
    assertThat(Checked.body(text).apply(1, 2, 6, 10, 20, 60)).containsExactly(8, 80);
  }

  @Test
  void readsFixedPositions() {
    assertThat(Checked.body("input a: [2, 2]  output y[i] = a[i, 0] - a[1, i]").apply(1, 2, 3, 5))
        .containsExactly(1 - 3, 3 - 5);
  }

  @Test
  void takesADiagonal() {
    String text = "input a: [2, 2]  output y[i] = sum[j](if i == j then a[i, j] else 0)";
    assertThat(Checked.body(text).apply(1, 2, 3, 5)).containsExactly(1, 5);
  }

  @Test
  void repeatsAlongIndices() {
    String text = "input a: [2]  output y[i, j] = a[i] * 10 + a[j]";
    assertThat(Checked.body(text).apply(1, 2)).containsExactly(11, 12, 21, 22);
  }

  @Test
  void meansItsOwnDotsInEachExpression() {
    String text =
        "input a: [2, 2]  input b: [2]  let s = sum[k](b[..., k])  output y = sum[k](a[..., k]) *"
            + " s";
    assertThat(
            Checked.body(text)
                .predict(
                    "y",
                    1,
                    Map.of("a", new double[] {1, 2, 3, 4}, "b", new double[] {1, 1}),
                    Map.of()))
        .containsExactly(6, 14);
  }

  @Test
  void attendsAsLoopsDo() {
    int t = 3;
    int d = 4;
    int heads = 2;
    Checked net =
        Checked.net(
            """
            block Attend(heads) {
              input x: [t, d]
              let (q, k, v) = x -> Dense(3 * d, bias = false)
                -> reshape([t, 3, heads, d / heads]) -> unstack(1)
              let score[h, i, j] = sum[e](q[i, h, e] * k[j, h, e]) / sqrt(d / heads)
              let look = score -> softmax
              let mix[i, h, e] = sum[j](look[h, i, j] * v[j, h, e])
              output y: [t, d] = mix -> reshape([t, d])
            }
            net N { input x: [3, 4]  output y = x -> Attend(2) }
            """);
    var random = new Random(1);
    double[] x = random.doubles(2 * t * d, -1, 1).toArray();
    double[] w = random.doubles(d * 3 * d, -1, 1).toArray();
    double[] got = net.predict("y", 2, Map.of("x", x), Map.of("attend1.dense1.w", w));
    assertThat(got).hasSize(2 * t * d);
    for (int row = 0; row < 2; row++) {
      double[] projected = project(x, w, row * t * d, t, d);
      for (int h = 0; h < heads; h++) {
        for (int i = 0; i < t; i++) {
          for (int e = 0; e < d / heads; e++) {
            assertThat(got[row * t * d + i * d + h * (d / heads) + e])
                .isCloseTo(attended(projected, i, h, e, t, d, heads), Offset.offset(1e-12));
          }
        }
      }
    }
  }

  /** [t, 3 * d]: the products of each position with the weights. */
  private static double[] project(double[] x, double[] w, int offset, int t, int d) {
    double[] out = new double[t * 3 * d];
    for (int i = 0; i < t; i++) {
      for (int u = 0; u < 3 * d; u++) {
        for (int n = 0; n < d; n++) {
          out[i * 3 * d + u] += x[offset + i * d + n] * w[n * 3 * d + u];
        }
      }
    }
    return out;
  }

  private static double attended(double[] qkv, int i, int h, int e, int t, int d, int heads) {
    int width = d / heads;
    double total = 0;
    double sum = 0;
    for (int j = 0; j < t; j++) {
      double score = 0;
      for (int n = 0; n < width; n++) {
        score += qkv[i * 3 * d + h * width + n] * qkv[j * 3 * d + d + h * width + n];
      }
      double weight = Math.exp(score / Math.sqrt(width));
      total += weight;
      sum += weight * qkv[j * 3 * d + 2 * d + h * width + e];
    }
    return sum / total;
  }
}
