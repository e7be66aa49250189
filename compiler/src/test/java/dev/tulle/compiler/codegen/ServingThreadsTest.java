package dev.tulle.compiler.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.compiler.InMemoryCompiler;
import dev.tulle.runtime.Model;
import dev.tulle.runtime.Port;
import dev.tulle.runtime.Threads;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches that the threads of a pool share: the same bits as those of one thread. */
@Tag("kernels")
class ServingThreadsTest {
  private static final int ROWS = 131;

  /** Rows that are cheap, rows that are dear, and rows of a loop. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "net Net { input x: [300] output y = x -> Dense(200) -> relu -> Dense(10) }",
        """
        net Net {
          input  x: [16, 16, 3]
          output y = x -> Conv(24, 3) -> relu -> max_pool(2) -> Conv(32, 3) -> relu -> flatten -> Dense(10)
        }
        """,
        "net Net { input x: [12, 20] output y = x -> Lstm(40) -> last -> Dense(10) }"
      })
  void computeTheSameBits(String net) throws Exception {
    Model model = model(net);
    Port port = model.inputs().get(0);
    float[] input = new float[ROWS * port.width()];
    var random = new SplittableRandom(3);
    for (int i = 0; i < input.length; i++) {
      input[i] = (float) random.nextDouble(-1, 1);
    }
    for (int rows : new int[] {0, 1, 2, 17, 64, ROWS}) {
      float[] expected = predict(model, input, rows);
      for (int threads : new int[] {1, 2, 3, 8}) {
        try (Threads pool = Threads.of(threads)) {
          Model pooled = model.on(pool);
          assertThat(pooled.weights()).isSameAs(model.weights());
          assertThat(predict(pooled, input, rows))
              .as("%d rows on %d threads", rows, threads)
              .isEqualTo(expected);
        }
      }
    }
  }

  /** What is wrong with a call is told by the calling thread, before any row is computed. */
  @ParameterizedTest
  @ValueSource(strings = "net Net { input x: [300] output y = x -> Dense(10) }")
  void refuseArraysThatAreTooShort(String net) throws Exception {
    try (Threads pool = Threads.of(2)) {
      Model model = model(net).on(pool);
      assertThatThrownBy(() -> predict(model, new float[299], 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("x");
    }
  }

  private static float[] predict(Model model, float[] input, int rows) {
    float[] output = new float[rows * 10];
    model.predict(new float[][] {input}, rows, new float[][] {output});
    return output;
  }

  private static Model model(String net) throws ReflectiveOperationException {
    return (Model)
        InMemoryCompiler.load(ServingCalls.files(net))
            .loadClass("test.Net")
            .getMethod("initial", long.class)
            .invoke(null, 7L);
  }
}
