package dev.tulle.compiler.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.source.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Figures that were counted by hand. */
class SummariesTest {
  @Test
  void countsANetOfFullyConnectedLayers() {
    NetSummary net =
        summary(
            """
            net Mlp {
              input  x: [784]
              output y = x -> Dense(256) -> relu -> last: Dense(10)
            }
            """);
    assertThat(net.layers())
        .extracting(
            NetSummary.Layer::path,
            NetSummary.Layer::call,
            NetSummary.Layer::from,
            NetSummary.Layer::shape,
            NetSummary.Layer::parameters,
            NetSummary.Layer::multiplyAdds,
            NetSummary.Layer::weightBytes,
            NetSummary.Layer::activationBytes)
        .containsExactly(
            tuple(
                "dense1", "Dense(256)", List.of("x"), "[256]", 200_960L, 200_704L, 803_840L, 1024L),
            tuple("relu", "relu", List.of("dense1"), "[256]", 0L, 0L, 0L, 1024L),
            tuple("last", "Dense(10)", List.of("relu"), "[10]", 2_570L, 2_560L, 10_280L, 40L));
    assertThat(net.parameters()).isEqualTo(203_530);
    assertThat(net.weightBytes()).isEqualTo(814_120);
    assertThat(net.multiplyAdds()).isEqualTo(203_264);
    assertThat(net.inputs()).containsExactly(new NetSummary.Port("x", "[784]"));
    assertThat(net.outputs()).containsExactly(new NetSummary.Port("y", "[10]"));
    assertThat(net.batch()).isZero();
    assertThat(net.training()).isNull();
    assertThat(net.servingBytes()).isPositive();
    assertThat(net.servingPeakBytes())
        .isEqualTo(net.weightBytes() + net.panelBytes() + net.servingBytes());
    assertThat(net.layers()).allMatch(layer -> layer.receptiveField().isEmpty());
  }

  /** The shape of LeNet, its pools as weighted means. */
  @Test
  void composesReceptiveFieldsAlongWindows() {
    NetSummary net =
        summary(
            """
            net Windows {
              input  x: [28, 28, 1]
              param  w1: [5, 5, 1, 6] ~ normal(0, 0.1)
              param  p1: [2, 2] = 0.25
              param  w2: [5, 5, 6, 16] ~ normal(0, 0.1)
              param  p2: [2, 2] = 0.25
              let c1[i, j, o] = max(sum[u, v, c](x[i + u, j + v, c] * w1[u, v, c, o]), 0)
              let s1[i, j, c] = sum[u, v](c1[2 * i + u, 2 * j + v, c] * p1[u, v])
              let c2[i, j, o] = max(sum[u, v, c](s1[i + u, j + v, c] * w2[u, v, c, o]), 0)
              let s2[i, j, c] = sum[u, v](c2[2 * i + u, 2 * j + v, c] * p2[u, v])
              output y = s2 -> flatten -> Dense(120) -> relu -> Dense(84) -> relu -> Dense(10)
            }
            """);
    assertThat(net.layers())
        .extracting(
            NetSummary.Layer::path,
            NetSummary.Layer::shape,
            NetSummary.Layer::parameters,
            NetSummary.Layer::multiplyAdds,
            NetSummary.Layer::receptiveField)
        .startsWith(
            tuple("c1", "[24, 24, 6]", 150L, 86_400L, List.of(5L, 5L)),
            tuple("s1", "[12, 12, 6]", 4L, 3_456L, List.of(6L, 6L)),
            tuple("c2", "[8, 8, 16]", 2_400L, 153_600L, List.of(14L, 14L)),
            tuple("s2", "[4, 4, 16]", 4L, 1_024L, List.of(16L, 16L)),
            tuple("flatten", "[256]", 0L, 0L, List.of(28L, 28L)),
            tuple("dense1", "[120]", 30_840L, 30_720L, List.of(28L, 28L)));
    assertThat(net.multiplyAdds()).isEqualTo(286_120);
    assertThat(net.parameters()).isEqualTo(44_412);
  }

  @Test
  void widensAStretchByWhatIsSkippedPaddedAndAdded() {
    NetSummary net =
        summary(
            """
            net Line {
              input  x: [40]
              param  a: [3] ~ normal(0, 1)
              param  b: [5] ~ normal(0, 1)
              let dilated[i] = sum[u](x[i + 4 * u] * a[u])
              let wide[i]    = sum[u](x[i + u] * b[u])
              let both = slice(dilated, 0, 0, 30) + slice(wide, 0, 3, 30)
              output y = both -> Dense(2)
            }
            """);
    assertThat(net.layers())
        .extracting(NetSummary.Layer::path, NetSummary.Layer::receptiveField)
        .containsExactly(
            tuple("dilated", List.of(9L)),
            tuple("wide", List.of(5L)),
            // 0 … 8 of the one, 3 … 7 of the other.
            tuple("both", List.of(9L)),
            tuple("dense1", List.of(38L)));
  }

  @Test
  void givesTheWeightsOfASharedLayerToItsFirstUse() {
    NetSummary net =
        summary(
            """
            net Twins {
              input  a: [8], b: [8]
              let see = Dense(4)
              output y = concat(a -> see, b -> see) -> Dense(1)
            }
            """);
    assertThat(net.layers())
        .extracting(
            NetSummary.Layer::path,
            NetSummary.Layer::from,
            NetSummary.Layer::parameters,
            NetSummary.Layer::multiplyAdds)
        .containsExactly(
            tuple("see", List.of("a"), 36L, 32L),
            tuple("see", List.of("b"), 0L, 32L),
            tuple("dense1", List.of("see"), 9L, 8L));
    assertThat(net.parameters()).isEqualTo(45);
  }

  @Test
  void ordersPartsBehindTheLayerThatTheyArePartOf() {
    NetSummary net =
        summary(
            """
            block Inner { input x  output y = x -> Dense(3) -> tanh }
            net Outer { input x: [3]  output y = x -> Inner * 2 }
            """);
    assertThat(net.layers())
        .extracting(NetSummary.Layer::path, NetSummary.Layer::depth)
        .containsExactly(
            tuple("inner1", 0),
            tuple("inner1.dense1", 1),
            tuple("inner1.tanh", 1),
            tuple("inner2", 0),
            tuple("inner2.dense1", 1),
            tuple("inner2.tanh", 1));
    assertThat(net.layers().stream().mapToLong(NetSummary.Layer::parameters).sum()).isEqualTo(24);
  }

  private static TrainingMemory training(String settings) {
    return summary(
            """
            net Line {
              input  x: [32]
              target y: [16]
              output z = x -> Dense(16)
              loss   fit = mse(z, y)
            }
            data Rows {
              from = csv("rows.csv")
              x    = columns("x*")
              y    = columns("y*")
              split = fractions(train = 0.8, valid = 0.2)
            }
            train Line on Rows { batch = 10  optimizer = Adam(lr = 0.1)  %s }
            """
                .formatted(settings))
        .training();
  }

  @Test
  void saysWhatATrainingTakesInAll() {
    TrainingMemory memory = training("");
    // Arrays begin with 12 floats up to a line of the cache and end with 16 that loads may read.
    long weights = 4 * (12 + 32 * 16 + 16 + 16);
    assertThat(memory.weightBytes()).isEqualTo(weights);
    assertThat(memory.gradientBytes()).isEqualTo(weights);
    assertThat(memory.optimizerBytes()).isEqualTo(4 * (12 + 2 * (32 * 16 + 16) + 16));
    // A batch and its results are in it at least.
    assertThat(memory.workspaceBytes()).isBetween(4L * 10 * (32 + 16 + 16), 4L * 10 * 200);
    assertThat(memory.peakBytes())
        .isEqualTo(2 * weights + memory.optimizerBytes() + memory.workspaceBytes());
  }

  /** Sums of gradients, and the best epoch's weights, are arrays of their own. */
  @Test
  void countsWhatTheLoopKeepsBesideTheNet() {
    TrainingMemory plain = training("");
    TrainingMemory accumulating = training("accumulate = 4");
    TrainingMemory restoring = training("stop = early(valid.loss, restore = best)");
    TrainingMemory keeping = training("stop = early(valid.loss, restore = last)");

    assertThat(accumulating.gradientBytes()).isEqualTo(2 * plain.weightBytes());
    assertThat(restoring.bestBytes()).isEqualTo(plain.weightBytes());
    for (TrainingMemory more : List.of(accumulating, restoring)) {
      assertThat(more.peakBytes()).isEqualTo(plain.peakBytes() + plain.weightBytes());
    }
    assertThat(keeping).isEqualTo(plain);
  }

  private static NetSummary summary(String text) {
    var file = new SourceFile("a.net", "tulle 1\n" + text);
    CompileResult result = TulleCompiler.compileSources(List.of(file), CompileOptions.DEFAULT);
    assertThat(result.diagnostics()).isEmpty();
    return result.summaries().get(0);
  }
}
