package dev.tulle.compiler.sema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Layers with windows against loops written out, where PyTorch has no case. */
class WindowLayersTest {
  private static final Offset<Double> EXACT = Offset.offset(1e-12);

  private static double[] numbers(int count) {
    return new SplittableRandom(count).doubles(count, -1, 1).toArray();
  }

  @Test
  void convolvesALineWithHolesStepsAndGroups() {
    Checked net =
        Checked.body(
            "input x: [9, 4]"
                + "  output y = x -> c: Conv(6, 3, stride = 2, dilation = 2, groups = 2, pad = 1)");
    double[] x = numbers(36);
    double[] w = numbers(3 * 2 * 6);
    double[] b = numbers(6);
    double[] wanted = new double[4 * 6];
    for (int i = 0; i < 4; i++) {
      for (int f = 0; f < 6; f++) {
        double sum = b[f];
        for (int u = 0; u < 3; u++) {
          int at = 2 * i + 2 * u - 1;
          for (int c = 0; c < 2 && at >= 0 && at < 9; c++) {
            sum += x[at * 4 + f / 3 * 2 + c] * w[(u * 2 + c) * 6 + f];
          }
        }
        wanted[i * 6 + f] = sum;
      }
    }
    assertThat(net.predict("y", 1, Map.of("x", x), Map.of("c.w", w, "c.b", b)))
        .containsExactly(wanted, EXACT);
  }

  @Test
  void givesEachPlaceWeightsOfItsOwn() {
    Checked net =
        Checked.body(
            "input x: [4, 3, 2]  output y = x -> l: LocallyConnected(2, [2, 1], stride = [2, 1])");
    assertThat(net.parameters()).containsExactly("l.w[2, 3, 2, 1, 2, 2]", "l.b[2, 3, 2]");
    double[] x = numbers(24);
    double[] w = numbers(48);
    double[] b = numbers(12);
    double[] wanted = new double[12];
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 3; j++) {
        for (int f = 0; f < 2; f++) {
          int place = (i * 3 + j) * 2 + f;
          double sum = b[place];
          for (int u = 0; u < 2; u++) {
            for (int c = 0; c < 2; c++) {
              sum += x[((2 * i + u) * 3 + j) * 2 + c] * w[(((i * 3 + j) * 2 + u) * 2 + c) * 2 + f];
            }
          }
          wanted[place] = sum;
        }
      }
    }
    assertThat(net.predict("y", 1, Map.of("x", x), Map.of("l.w", w, "l.b", b)))
        .containsExactly(wanted, EXACT);
  }

  @Test
  void spreadsALineOut() {
    Checked net =
        Checked.body(
            "input x: [3, 2]"
                + "  output y = x -> t: ConvTranspose(1, 3, stride = 2, dilation = 2, pad = 1, extra = 1)");
    double[] x = numbers(6);
    double[] w = numbers(6);
    double[] whole = new double[12];
    for (int i = 0; i < 3; i++) {
      for (int u = 0; u < 3; u++) {
        for (int c = 0; c < 2; c++) {
          whole[2 * i + 2 * u] += x[i * 2 + c] * w[u * 2 + c];
        }
      }
    }
    double[] wanted = new double[8];
    System.arraycopy(whole, 1, wanted, 0, 8);
    double[] zero = new double[1];
    assertThat(net.predict("y", 1, Map.of("x", x), Map.of("t.w", w, "t.b", zero)))
        .containsExactly(wanted, EXACT);
  }

  @Test
  void putsAroundWhatItIsTold() {
    String line = "input x: [3, 1]  output y = pad_edges(x, 2, 3, padding = ";
    assertThat(Checked.body(line + "edge)").apply(1, 2, 4)).containsExactly(1, 1, 1, 2, 4, 4, 4, 4);
    assertThat(Checked.body(line + "reflect)").apply(1, 2, 4))
        .containsExactly(4, 2, 1, 2, 4, 2, 1, 2);
    assertThat(Checked.body(line + "circular)").apply(1, 2, 4))
        .containsExactly(2, 4, 1, 2, 4, 1, 2, 4);
    assertThat(Checked.body(line + "7)").apply(1, 2, 4)).containsExactly(7, 7, 1, 2, 4, 7, 7, 7);
    assertThat(Checked.body(line + "mean)").apply(1, 3, 5)).containsExactly(3, 3, 1, 3, 5, 3, 3, 3);
    Checked own =
        Checked.net(
            "fun last(position, size) = size - 1\n"
                + "net Sample { input x: [3, 1]  output y = pad_edges(x, 1, padding = last) }");
    assertThat(own.apply(1, 2, 4)).containsExactly(4, 4, 4, 4, 4);
  }

  @Test
  void padsAsSaidAtAnyStep() {
    String net = "input x: [%s]  output y = x -> Conv(2, %s)";
    assertThat(Checked.body(net.formatted("7, 9, 3", "4, stride = 2")).shape("y"))
        .isEqualTo("[rows, 4, 5, 2]");
    assertThat(Checked.body(net.formatted("7, 3", "5, dilation = 2")).shape("y"))
        .isEqualTo("[rows, 7, 2]");
    assertThat(Checked.body(net.formatted("5, 7, 9, 3", "[2, 1, 4], pad = [1, 0, 2]")).shape("y"))
        .isEqualTo("[rows, 6, 7, 10, 2]");
    assertThat(
            Checked.net(
                    "dim h = 6, w = 8\nnet S { input x: [h, w, 1]  output y = (x -> Conv(1, 3)) + x }")
                .shape("y"))
        .isEqualTo("[rows, 6, 8, 1]");
  }

  @Test
  void poolsLinesAndVolumes() {
    assertThat(Checked.body("input x: [5, 1]  output y = max_pool(x, 2)").apply(1, 3, 2, 0, 9))
        .containsExactly(3, 2);
    assertThat(
            Checked.body("input x: [3, 1]  output y = avg_pool(x, 3, stride = 1, pad = same)")
                .apply(1, 2, 6))
        .containsExactly(1.5, 3, 4);
    assertThat(
            Checked.body("input x: [2, 2, 2, 1]  output y = max_pool(x, 2)")
                .apply(1, 2, 3, 4, 5, 8, 7, 6))
        .containsExactly(8);
  }
}
