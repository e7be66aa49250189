package dev.tulle.compiler.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.InMemoryCompiler;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.runtime.Threads;
import dev.tulle.runtime.TrainingNet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A small GPT learns to repeat what it has read, which nothing but attention to the right place can
 * do: eight random symbols stand twice behind each other.
 */
@Tag("kernels")
class AttentionLearnsTest {
  private static final int SYMBOLS = 8;
  private static final int TIME = 2 * SYMBOLS;
  private static final int ROWS = 32;
  private static final int STEPS = 400;

  /** The first seven of the symbols to be said are random, and are those that nobody can know. */
  private static final double LEAST = 7 * Math.log(SYMBOLS) / TIME;

  private final SplittableRandom random = new SplittableRandom(4);

  private static TrainingNet net() throws IOException {
    String text =
        Files.readString(Path.of("src/test/resources/language/gpt.net"))
            .replace("vocab = 65, model = 128", "vocab = 8, model = 32")
            .replace("time <= 128", "time <= 16")
            .replace(", 128", ", 16")
            .replace("depth = 4", "depth = 1")
            .replace("linear(0, 1e-3, steps = 100)", "linear(0, 1e-2, steps = 50)");
    CompileResult result =
        TulleCompiler.compileSources(
            List.of(new SourceFile("gpt.net", text)), CompileOptions.DEFAULT);
    assertThat(result.diagnostics()).isEmpty();
    ClassLoader loader = InMemoryCompiler.load(JavaWriter.write(result.programs().get(0)));
    TrainingNet net =
        GeneratedGraph.net(loader, "examples.text.GptTraining", ROWS, Threads.single());
    net.lengths(TIME);
    net.initialize(1);
    return net;
  }

  private void draw(TrainingNet net) {
    for (int row = 0; row < ROWS; row++) {
      int[] symbols = random.ints(SYMBOLS, 0, SYMBOLS).toArray();
      for (int i = 0; i < TIME; i++) {
        net.workspace[net.offset("tokens") + row * TIME + i] = symbols[i % SYMBOLS];
        net.workspace[net.offset("next") + row * TIME + i] = symbols[(i + 1) % SYMBOLS];
      }
    }
  }

  @Test
  void repeatsWhatItHasRead() throws IOException {
    TrainingNet net = net();
    double first = 0;
    for (int step = 1; step <= STEPS; step++) {
      draw(net);
      net.gradient(ROWS, 1, step);
      first = step == 1 ? net.lossValues[0] : first;
      net.update(step, STEPS, STEPS);
    }
    double last = 0;
    for (int batch = 1; batch <= 10; batch++) {
      draw(net);
      net.evaluate(ROWS);
      last += net.sums[0] / (10 * ROWS);
    }
    // Knowing which symbols there were, but not where, leaves 1.8.
    assertThat(first).isBetween(2.0, 2.2);
    assertThat(last).as("what nobody can know is %s", LEAST).isBetween(LEAST - 0.03, 1.1);
  }
}
