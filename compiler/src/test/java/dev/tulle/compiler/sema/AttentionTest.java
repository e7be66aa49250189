package dev.tulle.compiler.sema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What attention and positions compute. */
class AttentionTest {
  private static double[] numbers(int count, double size) {
    return new SplittableRandom(count).doubles(count, -size, size).toArray();
  }

  private static double[] predict(String statements, Map<String, double[]> inputs) {
    return Checked.body(statements).predict("y", 1, inputs, Map.of());
  }

  @Test
  void aPositionSeesNothingBehindIt() {
    Checked net =
        Checked.body("input x: [5, 4] output y = x -> MultiHeadAttention(2, causal = true)");
    double[] x = numbers(20, 1);
    double[] before = net.predict("y", 1, Map.of("x", x), Map.of());
    x[3 * 4 + 1] += 1;
    double[] after = net.predict("y", 1, Map.of("x", x), Map.of());
    assertThat(Arrays.copyOf(after, 12)).containsExactly(Arrays.copyOf(before, 12));
    assertThat(after[12]).isNotEqualTo(before[12]);
    assertThat(after[16]).isNotEqualTo(before[16]);
  }

  @Test
  void largeProductsAndRowsThatSeeNothingAreNumbers() {
    double[] x = numbers(20, 1000);
    double[] y =
        predict(
            "input x: [5, 4], seen: [5, 5] output y = (x, x, x) -> Attention(mask = seen)",
            Map.of("x", x, "seen", IntStream.range(0, 25).mapToDouble(i -> i / 5 - 2).toArray()));
    // The mask is above 0 in the last two rows alone.
    assertThat(Arrays.copyOf(y, 12)).containsOnly(0);
    assertThat(Arrays.copyOfRange(y, 12, 20)).doesNotContain(0).doesNotContain(Double.NaN);
  }

  /** What a mask leaves of the past may be nothing; the future is not seen in its place. */
  @Test
  void aMaskOfThePastDoesNotShowTheFuture() {
    double[] x = numbers(16, 1);
    Map<String, double[]> inputs = Map.of("x", x, "key", new double[] {0, 0, 1, 1});
    for (String attention :
        List.of(
            "(x, x, x) -> Attention(causal = true, mask = key)",
            "x -> MultiHeadAttention(2, causal = true, mask = key, bias = false)")) {
      double[] y = predict("input x: [4, 4], key: [4] output y = " + attention, inputs);
      assertThat(Arrays.copyOf(y, 8)).as(attention).containsOnly(0);
      assertThat(Arrays.copyOfRange(y, 8, 16)).as(attention).doesNotContain(0);
    }
  }

  @Test
  void aMaskOfKeysIsAsIfTheOthersWereNotThere() {
    double[] x = numbers(20, 1);
    double[] y =
        predict(
            "input x: [5, 4], key: [5] output y = (x, x, x) -> Attention(mask = key)",
            Map.of("x", x, "key", new double[] {1, 1, 0, 1, 0}));
    double[] three = new double[12];
    for (int i = 0; i < 3; i++) {
      System.arraycopy(x, List.of(0, 1, 3).get(i) * 4, three, i * 4, 4);
    }
    double[] wanted =
        predict(
            "input x: [5, 4], k: [3, 4] output y = (x, k, k) -> Attention",
            Map.of("x", x, "k", three));
    assertThat(y).containsExactly(wanted, within(1e-12));
  }

  @Test
  void headsOfAGroupShareKeysAndValues() {
    Checked shared =
        Checked.body("input x: [5, 8] output y = x -> MultiHeadAttention(4, groups = 2)");
    Checked own = Checked.body("input x: [5, 8] output y = x -> MultiHeadAttention(4)");
    assertThat(shared.parameters())
        .containsExactly(
            "multi_head_attention1.qkv.w[8, 16]",
            "multi_head_attention1.qkv.b[16]",
            "multi_head_attention1.out.w[8, 8]",
            "multi_head_attention1.out.b[8]");
    Map<String, double[]> weights = new HashMap<>();
    weights.put("multi_head_attention1.qkv.w", numbers(128, 1));
    weights.put("multi_head_attention1.qkv.b", numbers(16, 1));
    weights.put("multi_head_attention1.out.w", numbers(64, 1));
    weights.put("multi_head_attention1.out.b", numbers(8, 1));
    Map<String, double[]> inputs = Map.of("x", numbers(40, 1));
    double[] y = shared.predict("y", 1, inputs, weights);
    weights.computeIfPresent("multi_head_attention1.qkv.w", (path, w) -> widened(w, 8));
    weights.computeIfPresent("multi_head_attention1.qkv.b", (path, b) -> widened(b, 1));
    assertThat(own.predict("y", 1, inputs, weights)).containsExactly(y, within(1e-12));
  }

  /**
   * Columns of 4 queries, 2 keys and 2 values, each 2 wide, with keys and values for each query.
   */
  private static double[] widened(double[] columns, int rows) {
    int[] from = {0, 1, 2, 3, 4, 4, 5, 5, 6, 6, 7, 7};
    double[] wide = new double[rows * 24];
    for (int i = 0; i < wide.length; i++) {
      int column = i % 24;
      wide[i] = columns[i / 24 * 16 + from[column / 2] * 2 + column % 2];
    }
    return wide;
  }

  @Test
  void productsOfTurnedVectorsDependOnTheirDistance() {
    double[] one = numbers(6, 1);
    double[] x = new double[5 * 6];
    IntStream.range(0, 30).forEach(i -> x[i] = one[i % 6]);
    double[] y =
        predict(
            """
            input x: [5, 6]
            let t = x -> Positions(kind = rotary, base = 10)
            output y[i, j] = sum[e](t[i, e] * t[j, e])""",
            Map.of("x", x));
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        assertThat(y[i * 5 + j]).isCloseTo(y[(i + 1) * 5 + j + 1], within(1e-9));
      }
    }
    assertThat(y[1]).isNotCloseTo(y[0], within(1e-3));
  }

  @Test
  void sinesAndCosinesAreThoseOfTheArticle() {
    double[] y =
        predict(
            "input x: [7, 6] output y = x -> Positions(kind = sinusoidal)",
            Map.of("x", new double[42]));
    for (int t = 0; t < 7; t++) {
      for (int i = 0; i < 3; i++) {
        double angle = t / Math.pow(10_000, 2 * i / 6.0);
        assertThat(y[t * 6 + i]).isCloseTo(Math.sin(angle), within(1e-12));
        assertThat(y[t * 6 + 3 + i]).isCloseTo(Math.cos(angle), within(1e-12));
      }
    }
  }

  @Test
  void namedWidthsGoThroughEveryKind() {
    Checked net =
        Checked.net(
            """
            dim model = 8, time = 6
            net Sample(heads = 2) {
              input x: [time, model], memory: [3, model]
              let a = x -> Positions -> Positions(kind = sinusoidal) -> Positions(kind = rotary)
              let b = a -> Residual(MultiHeadAttention(heads, rotary = true))
              let c = (b, memory) -> CrossAttention(heads)
              output y: [time, model] = b + c
            }
            """);
    assertThat(net.shape("y")).isEqualTo("[rows, 6, 8]");
  }

  @Test
  void tiedWeightsAreOneParameter() {
    Checked net =
        Checked.net(
            """
            dim vocab = 5
            net Sample {
              input x: vocab[3]
              let embed = Embed(4)
              output y = x -> embed -> Dense(vocab, w = transpose(embed.w), bias = false)
            }
            """);
    assertThat(net.parameters()).containsExactly("embed.w[5, 4]");
  }
}
