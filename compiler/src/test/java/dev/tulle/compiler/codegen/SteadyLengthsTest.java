package dev.tulle.compiler.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.InMemoryCompiler;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.runtime.Threads;
import dev.tulle.runtime.TrainingNet;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A length that varies from step to step costs no memory of its own. */
@Tag("jdk")
class SteadyLengthsTest {
  private static final int ROWS = 3;

  private static final String NET =
      """
      tulle 1
      module lengths

      dim time <= 20

      net Net {
        input  x: [time, 5]
        target y: [time, 2]
        output out = x -> Conv(6, kernel = 3) -> relu -> Conv(2, kernel = 5)
        loss   fit = mse(out, y)
      }

      data Rows {
        from = csv("rows.csv")
        x    = columns("x*")
        y    = columns("y*")
      }

      train Net on Rows {
        epochs    = 1
        optimizer = Sgd(lr = 0.1)
      }
      """;

  /** Another length at each step; the promise is about the steady state. */
  @Test
  void steadyStepsOfAnyLengthAllocateNothing() {
    CompileResult result =
        TulleCompiler.compileSources(
            List.of(new SourceFile("net.net", NET)), CompileOptions.DEFAULT);
    assertThat(result.diagnostics()).isEmpty();
    ClassLoader loader = InMemoryCompiler.load(JavaWriter.write(result.programs().get(0)));
    TrainingNet net = GeneratedGraph.net(loader, "lengths.NetTraining", ROWS, Threads.single());
    net.initialize(1);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = Long.MAX_VALUE;
    int step = 0;
    int[][] lengths =
        IntStream.rangeClosed(1, 20).mapToObj(l -> new int[] {l}).toArray(int[][]::new);
    long start = System.nanoTime();
    while (allocated > 0 && System.nanoTime() - start < 120_000_000_000L) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 200; i++) {
        step++;
        net.lengths(lengths[step * 7 % 20]);
        net.gradient(ROWS, 1, step);
        net.update(step, 100, 100);
        net.evaluate(ROWS);
      }
      // The bean's own answer may be an object.
      allocated = Math.max(0, threads.getCurrentThreadAllocatedBytes() - before - 64);
    }
    assertThat(allocated).as("bytes in 200 steps, after %d", step).isZero();
  }
}
