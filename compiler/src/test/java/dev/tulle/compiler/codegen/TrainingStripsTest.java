package dev.tulle.compiler.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.InMemoryCompiler;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.plan.Placed;
import dev.tulle.compiler.plan.ProgramPlan;
import dev.tulle.compiler.plan.StrippedPlans;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.runtime.Port;
import dev.tulle.runtime.Threads;
import dev.tulle.runtime.TrainingNet;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A training that goes through a batch in strips of rows adds up to what one makes of all rows at
 * once.
 */
@Tag("kernels")
class TrainingStripsTest {
  private static final int BATCH = 7;

  private static final String RECIPE =
      """
      data Rows {
        from  = csv("rows.csv")
        x     = COLUMNS
        label = column("label") as kind
      }

      train Net on Rows {
        epochs    = 1
        batch     = 7
        optimizer = Adam(lr = 1e-2)
        metrics   = [accuracy(y, label)]
        penalty   = 0.5 * l2("**.w")
      }
      """;

  private static Program program(String net, String columns) {
    CompileResult result =
        TulleCompiler.compileSources(
            List.of(
                new SourceFile(
                    "net.net",
                    "tulle 1\nmodule test\n\ndim kind = 5, letter = 30\n\n"
                        + net
                        + RECIPE.replace("COLUMNS", columns))),
            CompileOptions.DEFAULT);
    assertThat(result.diagnostics()).isEmpty();
    return result.programs().get(0);
  }

  private static Program classifier(String input, String layers) {
    return net(input, "let y = x -> " + layers);
  }

  /**
   * A net whose statements make `y`.
   *
   * @param before declarations and statements: those behind the last empty line stand in the net
   */
  private static Program net(String input, String before) {
    int body = before.lastIndexOf("\n\n") + 1;
    return program(
        """
        %s
        net Net {
          input  x: %s
          target label: kind
          %s
          output y
          loss fit = cross_entropy(y, label)
          loss small = 0.01 * mean(y * y)
        }

        """
            .formatted(before.substring(0, body), input, before.substring(body)),
        input.startsWith("letter") ? "columns(\"x*\") as letter" : "columns(\"x*\")");
  }

  /** What a step of a training gives. */
  private record Step(float[] gradients, double[] losses, double[] sums) {}

  private static Step step(ClassLoader loader, int rows, int threads) {
    try (Threads pool = Threads.of(threads)) {
      TrainingNet net = GeneratedGraph.net(loader, "test.NetTraining", BATCH, pool);
      net.initialize(5);
      var random = new SplittableRandom(1);
      for (Port port : net.inputs()) {
        for (int i = 0; i < BATCH * port.width(); i++) {
          net.workspace[net.offset(port.name()) + i] =
              port.index() ? random.nextInt(port.classCount()) : (float) random.nextDouble(-1, 1);
        }
      }
      for (Port port : net.targets()) {
        for (int i = 0; i < BATCH; i++) {
          net.workspace[net.offset(port.name()) + i] = random.nextInt(port.classCount());
        }
      }
      // Once more, so that what the first has left is seen to be gone.
      net.gradient(BATCH, 3, 1);
      net.gradient(rows, 3, 2);
      double[] losses = net.lossValues.clone();
      float[] gradients = net.gradients.clone();
      net.evaluate(BATCH);
      net.evaluate(rows);
      return new Step(gradients, losses, net.sums.clone());
    }
  }

  private static ClassLoader load(ProgramPlan plan) {
    return InMemoryCompiler.load(JavaWriter.write(plan, "NetTraining"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [40]        | Dense(300) -> relu -> Dense(5)                                              | 1
          [40]        | Dense(300) -> relu -> Dropout(0.4) -> Dense(5)                              | 3
          [12, 12, 3] | Conv(16, 3) -> relu -> max_pool(2) -> Conv(24, 3) -> flatten -> Dense(5)    | 3
          [12, 12, 3] | Conv(6, 5) -> tanh -> SpatialDropout(0.3) -> avg_pool(2) -> flatten -> Dense(5) | 1
          [9, 16]     | LayerNorm -> MultiHeadAttention(4, causal = true) -> flatten -> Dense(5)    | 3
          [9, 16]     | Positions -> Residual(LayerNorm -> Dense(64) -> gelu -> Dense(16)) -> flatten -> Dense(5) | 1
          letter[11]  | Embed(24) -> Dense(40) -> relu -> flatten -> Dense(5)                       | 3
          """)
  void addsUpToTheWholeBatch(String input, String layers, int rows) {
    check(classifier(input, layers), rows, true);
  }

  private static void check(Program program, int rows, boolean strips) {
    ProgramPlan whole = StrippedPlans.of(program, BATCH);
    assertThat(StrippedPlans.rows(whole)).isEqualTo("all all");
    ProgramPlan parted = StrippedPlans.of(program, rows);
    if (!strips) {
      assertThat(StrippedPlans.rows(parted)).isEqualTo("all all");
      return;
    }
    assertThat(StrippedPlans.rows(parted)).matches(rows + " \\d+");
    assertThat(parted.training().workspace().bytes(BATCH))
        .isLessThan(whole.training().workspace().bytes(BATCH));
    ClassLoader one = load(whole);
    ClassLoader several = load(parted);
    for (int count : new int[] {BATCH, 4, 1}) {
      Step expected = step(one, count, 1);
      Step found = step(several, count, 1);
      for (Placed.Entry entry : whole.weights().entries()) {
        int from = (int) entry.offset();
        int to = from + (int) entry.tensor().shape().count().value();
        agree(
            entry.tensor().path(),
            doubles(Arrays.copyOfRange(found.gradients(), from, to)),
            doubles(Arrays.copyOfRange(expected.gradients(), from, to)));
      }
      agree("losses", found.losses(), expected.losses());
      agree("sums", found.sums(), expected.sums());
      for (int threads : new int[] {2, 3, 8}) {
        Step shared = step(several, count, threads);
        assertThat(shared.gradients()).isEqualTo(found.gradients());
        assertThat(shared.losses()).isEqualTo(found.losses());
        assertThat(shared.sums()).isEqualTo(found.sums());
      }
    }
  }

  private static double[] doubles(float[] values) {
    double[] all = new double[values.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = values[i];
    }
    return all;
  }

  private static void agree(String name, double[] found, double[] expected) {
    assertThat(found).as(name).hasSameSizeAs(expected);
    double largest = 0;
    for (double value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(largest).as(name).isPositive();
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i]).as("%s [%d]", name, i).isCloseTo(expected[i], within(2e-5 * largest));
    }
  }

  /** Weights that several layers, or parts of a sum, share; sums that wait for all rows. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        let c = Conv(16, 3, bias = false)
          let y = reshape(x, [12, 12, 16]) -> c -> relu -> c -> flatten -> Dense(kind)""",
        """
        let c = Conv(16, 3)
          let y = reshape(x, [12, 12, 16]) -> c -> relu -> c -> tanh -> c -> flatten -> Dense(kind)""",
        """
        param w: [2304, 10] ~ he_uniform
          let v = slice(w, axis = 1, start = 0, size = 5)
          let y[c] = sum[k](x[k] * v[k, c])""",
        """
        param w: [2304, 5] ~ he_uniform
          let x1 = slice(x, axis = 0, start = 0, size = 1152)
          let x2 = slice(x, axis = 0, start = 1152, size = 1152)
          let w1 = slice(w, axis = 0, start = 0, size = 1152)
          let w2 = slice(w, axis = 0, start = 1152, size = 1152)
          let h[c] = sum[k](x1[k] * w1[k, c]) - sum[k](x2[k] * w2[k, c])
          let y = h * h
          loss reg = 0.01 * mean(w2 * w2)""",
        """
        param w: [2304, 5] ~ he_uniform
          param p: [2304] = 1
          let y[c] = sum[k](x[k] * p[k] * w[k, c])
          loss reg = mean(p * p)""",
        """
        param w: [2304, 5] ~ he_uniform
          param scale: [5] = 1
          let h[c] = sum[k](x[k] * w[k, c])
          let y = h * scale + scale""",
        // A row of factors.
        """
        param p: [48] = 1
          let h = reshape(x, [48, 48]) -> Dense(30)
          let g[i, j] = h[i, j] * p[i]
          let y = g -> flatten -> Dense(kind)"""
      })
  void sharesWeights(String body) {
    Program program = net("[2304]", body);
    for (int rows : new int[] {1, 3}) {
      // Parts of several sums that one kernel adds up are left as they are.
      check(program, rows, !body.startsWith("let c"));
    }
  }

  /** Rows that need each other, or a loop: in one piece, whatever memory that takes. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [40]    | Dense(30) -> BatchNorm -> relu -> Dense(5)
          [9, 16] | Lstm(20) -> last -> Dense(5)
          """)
  void staysWhole(String input, String layers) {
    ProgramPlan plan = StrippedPlans.of(classifier(input, layers), 1);
    assertThat(StrippedPlans.rows(plan)).isEqualTo("all all");
  }
}
