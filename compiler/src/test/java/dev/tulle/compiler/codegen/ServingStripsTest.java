package dev.tulle.compiler.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.InMemoryCompiler;
import dev.tulle.compiler.plan.Plans;
import dev.tulle.compiler.plan.ProgramPlan;
import dev.tulle.compiler.plan.Strips;
import dev.tulle.compiler.plan.WholePlans;
import dev.tulle.runtime.Model;
import dev.tulle.runtime.Port;
import dev.tulle.runtime.Threads;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernels that run for strips of rows: the same bits as for all rows at once. */
@Tag("kernels")
class ServingStripsTest {
  private static final int MOST = 200;

  /** Maps that follow one another, that skip kernels, that lie in a border or in another. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        net Net {
          input  x: [24, 24, 3]
          output y = x -> Conv(24, 3) -> relu -> Conv(32, 3, pad = valid) -> relu -> max_pool(2) -> flatten -> Dense(220) -> Dense(10)
        }
        """,
        """
        net Net {
          input  x: [20, 20, 8]
          output y = x -> Conv(16, 3) -> BatchNorm -> relu -> Residual(Conv(16, 3) -> BatchNorm -> relu -> Conv(16, 3))
            -> relu -> flatten -> Dense(150) -> relu -> Dense(10)
        }
        """,
        """
        net Net {
          input  x: [20, 20, 2]
          input  shift: [32]
          let    maps = concat(x -> Conv(16, 3) -> relu, x -> Conv(16, 5) -> tanh)
          let    seen = maps -> Conv(32, 3) -> relu -> max_pool(2)
          output y = seen + shift -> flatten -> Dense(300) -> Dense(10)
          output first = softmax(seen[0, 0, ...])
        }
        """,
        // The last state of a loop of odd length lies in the second of two slots, behind all rows'
        // first ones.
        """
        net Net {
          input  x: [26, 26, 24]
          input  line: [5, 8]
          let    last = line -> Lstm(24) -> last
          output y = x + last -> Conv(48, 3) -> relu -> Conv(32, 3) -> relu -> max_pool(2) -> flatten -> Dense(220) -> Dense(10)
        }
        """
      })
  void computeTheSameBits(String net) throws Exception {
    ProgramPlan plan = Plans.of(net);
    assertThat(plan.predict().steps()).hasAtLeastOneElementOfType(Strips.class);
    ProgramPlan whole = WholePlans.of(plan);
    assertThat(whole.predict().steps()).doesNotHaveAnyElementsOfTypes(Strips.class);
    Model inStrips = model(plan);
    Model atOnce = model(whole);
    float[][] inputs =
        inStrips.inputs().stream().map(ServingStripsTest::numbers).toArray(float[][]::new);
    int strip =
        plan.predict().steps().stream()
            .filter(Strips.class::isInstance)
            .mapToInt(s -> ((Strips) s).rows())
            .findFirst()
            .orElseThrow();
    for (int rows : new int[] {0, 1, strip - 1, strip, strip + 1, 3 * strip + 2, MOST}) {
      float[][] expected = predict(atOnce, inputs, rows);
      for (int threads : new int[] {1, 2, 3, 8}) {
        try (Threads pool = Threads.of(threads)) {
          assertThat(predict(inStrips.on(pool), inputs, rows))
              .as("%d rows on %d threads", rows, threads)
              .isDeepEqualTo(expected);
        }
      }
    }
  }

  private static float[] numbers(Port port) {
    var random = new SplittableRandom(port.width());
    float[] numbers = new float[MOST * port.width()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextDouble(-1, 1);
    }
    return numbers;
  }

  private static float[][] predict(Model model, float[][] inputs, int rows) {
    float[][] outputs =
        model.outputs().stream().map(o -> new float[rows * o.width()]).toArray(float[][]::new);
    float[][] some = new float[inputs.length][];
    for (int i = 0; i < inputs.length; i++) {
      some[i] = Arrays.copyOf(inputs[i], rows * model.inputs().get(i).width());
    }
    model.predict(some, rows, outputs);
    return outputs;
  }

  private static Model model(ProgramPlan plan) throws ReflectiveOperationException {
    return (Model)
        InMemoryCompiler.load(JavaWriter.write(plan, "NetTraining"))
            .loadClass("test.Net")
            .getMethod("initial", long.class)
            .invoke(null, 7L);
  }
}
