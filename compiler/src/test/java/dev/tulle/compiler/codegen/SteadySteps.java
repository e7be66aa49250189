package dev.tulle.compiler.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.InMemoryCompiler;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.runtime.Port;
import dev.tulle.runtime.Threads;
import dev.tulle.runtime.TrainingNet;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Steps of a training once HotSpot has compiled them. A test of them is alone in its class, and its
 * class in a VM (tag {@code steady}): HotSpot decides by what all nets before have done in what
 * they share, and after two others the third here kept vectors as objects in most runs.
 */
final class SteadySteps {
  static final int ROWS = 8;
  private static final int STEPS = 200;
  private static final long LONGEST_NANOS = 120_000_000_000L;

  private SteadySteps() {}

  /**
   * Asserts that steps of the net {@code test.Net} allocate nothing. Vectors are objects until the
   * compiler has seen through them: so steps are taken until then.
   *
   * @param lengths the lengths of varying dims, of which each step takes the next
   */
  static void allocateNothing(String text, int[][] lengths) {
    TrainingNet training = training(text);
    training.lengths(lengths[0]);
    training.initialize(5);
    fill(training);
    float[] given = training.workspace.clone();
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = Long.MAX_VALUE;
    int step = 0;
    long start = System.nanoTime();
    while (allocated > 0 && System.nanoTime() - start < LONGEST_NANOS) {
      System.arraycopy(given, 0, training.workspace, 0, given.length);
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < STEPS; i++) {
        step++;
        training.lengths(lengths[step % lengths.length]);
        training.gradient(ROWS, 1, step);
        training.update(step, 100, 100);
        training.evaluate(ROWS);
      }
      // The bean's own answer may be an object.
      allocated = Math.max(0, threads.getCurrentThreadAllocatedBytes() - before - 64);
    }
    assertThat(training.lossValues[0]).isFinite();
    assertThat(allocated).as("bytes in %d steps, after %d", STEPS, step).isZero();
  }

  static TrainingNet training(String text) {
    return training(InMemoryCompiler.load(classes(text)));
  }

  /** The training class of {@link #classes}, loaded. */
  static TrainingNet training(ClassLoader loader) {
    return GeneratedGraph.net(loader, "test.NetTraining", ROWS, Threads.single());
  }

  /** What javac makes of the net {@code test.Net}. */
  static Map<String, byte[]> classes(String text) {
    CompileResult result =
        TulleCompiler.compileSources(
            List.of(new SourceFile("net.net", text)), CompileOptions.DEFAULT);
    assertThat(result.diagnostics()).isEmpty();
    return InMemoryCompiler.compile(
        JavaWriter.write(result.programs().get(0)), System.getProperty("java.class.path", ""));
  }

  static void fill(TrainingNet training) {
    var random = new SplittableRandom(1);
    for (Port port :
        Stream.concat(training.inputs().stream(), training.targets().stream()).toList()) {
      int from = training.offset(port.name());
      for (int i = 0; i < ROWS * training.width(port); i++) {
        training.workspace[from + i] =
            port.index() ? random.nextInt(port.classCount()) : (float) random.nextDouble();
      }
    }
  }
}
