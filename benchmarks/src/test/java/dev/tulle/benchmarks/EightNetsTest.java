package dev.tulle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.tulle.compiler.codegen.MethodSizes;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.listing.PlanListing;
import dev.tulle.compiler.plan.ProgramPlan;
import dev.tulle.compiler.plan.ProgramPlanner;
import dev.tulle.runtime.Model;
import dev.tulle.runtime.Port;
import dev.tulle.runtime.Threads;
import dev.tulle.runtime.TrainingNet;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * What must hold in every reference net, whatever time it takes: the same bits from every pool, no
 * allocation, small methods, kernels as few as they were and in vectors. Batches are small where
 * their size does not matter.
 */
@Tag("jdk")
class EightNetsTest {
  private static final int[] POOLS = {1, 2, 3, 8};

  /**
   * Kernels that are scalar today, by net; a digit in a name says little and is left out. Those of
   * convolutions turn weights round: what they read lies across what they write. A net with a
   * weight of one number updates that alone.
   */
  private static final Map<String, Set<String>> SCALAR =
      Map.of(
          "tiny_mlp", Set.of("updateAdam"),
          "lenet", Set.of("convGradient"),
          "mnist_cnn", Set.of("convGradient"),
          "resnet20", Set.of("convGradient"));

  @ParameterizedTest
  @CsvSource({
    "tiny_mlp, 32, false",
    "mnist_mlp, 16, true",
    "wide_mlp, 8, true",
    "lenet, 8, true",
    "mnist_cnn, 4, true",
    "resnet20, 2, true",
    "lstm, 8, true",
    "gpt_mini, 1, true"
  })
  void everyPoolTrainsToTheSameBits(String model, int batch, boolean shared) {
    float[] wanted = {};
    for (int count : POOLS) {
      try (var threads = new CountingThreads(count)) {
        TrainingNet net = CompiledNet.start(CompiledNet.of(model).training(), batch, threads);
        float[] initial = net.weights.clone();
        for (int step = 1; step <= 3; step++) {
          net.gradient(batch, 1, step);
          net.update(step, 100, 100);
        }
        assertThat(net.lossValues[0]).isFinite();
        assertThat(Arrays.equals(net.weights, initial)).as("nothing is learnt").isFalse();
        assertThat(threads.shared() > 0).as("work for several threads").isEqualTo(shared);
        wanted = count == 1 ? net.weights : wanted;
        assertThat(Arrays.mismatch(net.weights, wanted)).as("%d threads", count).isEqualTo(-1);
      }
    }
  }

  /**
   * Of many rows each thread takes some; of one row threads share the kernels, if those are large.
   */
  @ParameterizedTest
  @CsvSource({
    "tiny_mlp, 2000, true",
    "mnist_mlp, 300, true",
    "wide_mlp, 70, true",
    "lenet, 20, true",
    "mnist_cnn, 9, true",
    "resnet20, 3, true",
    "lstm, 30, true",
    "gpt_mini, 3, true",
    "tiny_mlp, 1, false",
    "mnist_mlp, 1, false",
    "wide_mlp, 1, true",
    "lenet, 1, false",
    "mnist_cnn, 1, true",
    "resnet20, 1, true",
    "lstm, 1, false",
    "gpt_mini, 1, true"
  })
  void everyPoolServesTheSameBits(String model, int rows, boolean shared) {
    Model single =
        CompiledNet.start(CompiledNet.of(model).training(), 1, Threads.single()).model(Map.of());
    float[][] inputs = arrays(single.inputs(), rows);
    var random = new Random(1);
    for (int i = 0; i < inputs.length; i++) {
      Port port = single.inputs().get(i);
      for (int j = 0; j < inputs[i].length; j++) {
        inputs[i][j] =
            port.index() ? random.nextInt(port.classCount()) : (float) random.nextGaussian();
      }
    }
    float[][] wanted = arrays(single.outputs(), rows);
    single.predict(inputs, rows, wanted);
    assertThat(wanted[0][wanted[0].length - 1]).isFinite().isNotZero();
    for (int count : POOLS) {
      try (var threads = new CountingThreads(count)) {
        float[][] found = arrays(single.outputs(), rows);
        single.on(threads).predict(inputs, rows, found);
        assertThat(threads.shared() > 0)
            .as("work for several threads")
            .isEqualTo(shared && count > 1);
        for (int i = 0; i < found.length; i++) {
          assertThat(Arrays.mismatch(found[i], wanted[i])).as("%d threads", count).isEqualTo(-1);
        }
      }
    }
  }

  /** A pool at work for one caller leaves the others to compute alone, to the same bits. */
  @Test
  void manyCallersShareAPool() throws Exception {
    Model single =
        CompiledNet.start(CompiledNet.of("wide_mlp").training(), 1, Threads.single())
            .model(Map.of());
    float[][] inputs = arrays(single.inputs(), 1);
    var random = new Random(1);
    for (int i = 0; i < inputs[0].length; i++) {
      inputs[0][i] = (float) random.nextGaussian();
    }
    float[][] wanted = arrays(single.outputs(), 1);
    single.predict(inputs, 1, wanted);
    ExecutorService callers = Executors.newFixedThreadPool(4);
    try (Threads threads = Threads.of(2)) {
      Model shared = single.on(threads);
      Callable<Integer> call =
          () -> {
            int mistakes = 0;
            for (int i = 0; i < 50; i++) {
              float[][] found = arrays(shared.outputs(), 1);
              shared.predict(inputs, 1, found);
              mistakes += Arrays.equals(found[0], wanted[0]) ? 0 : 1;
            }
            return mistakes;
          };
      for (Future<Integer> mistakes : callers.invokeAll(Collections.nCopies(4, call))) {
        assertThat(mistakes.get()).isZero();
      }
    } finally {
      callers.shutdown();
    }
  }

  private static float[][] arrays(List<Port> ports, int rows) {
    return ports.stream().map(port -> new float[rows * port.width()]).toArray(float[][]::new);
  }

  /**
   * A step allocates nothing but vectors, and those only until HotSpot has compiled all of its
   * kernels, which takes most of these nets minutes: scalar kernels show the rest at once. That
   * compiled vectors are no objects, the compiler's tests of generated nets show on smaller ones.
   * The scalar kernels must find what the vectors find, and each class says once that they run.
   */
  @ParameterizedTest
  @FieldSource("dev.tulle.benchmarks.Nets#MODELS")
  void scalarKernelsAllocateNothingAndFindTheSame(String model) {
    CompiledNet compiled = CompiledNet.of(model);
    int batch = 2;
    TrainingNet vector = CompiledNet.start(compiled.training(), batch, Threads.single());
    TrainingNet[] scalar = new TrainingNet[1];
    List<String> warnings =
        warnings(
            () ->
                scalar[0] = CompiledNet.start(compiled.scalarTraining(), batch, Threads.single()));
    // The serving class says where the training class finds its weights.
    assertThat(warnings)
        .hasSize(2)
        .allMatch(warning -> warning.startsWith("Tulle runs on scalar kernels"))
        .anyMatch(warning -> warning.contains("TrainingVector is missing"));

    System.arraycopy(vector.weights, 0, scalar[0].weights, 0, vector.weights.length);
    vector.gradient(batch, 1, 1);
    scalar[0].gradient(batch, 1, 1);
    assertThat(scalar[0].lossValues[0])
        .isCloseTo(vector.lossValues[0], within(1e-5 * Math.abs(vector.lossValues[0])));
    assertThat(distance(scalar[0].gradients, vector.gradients)).isLessThan(1e-4);

    long allocated = Long.MAX_VALUE;
    // The first steps link what they call.
    for (int step = 2; step <= 6 && allocated > 0; step++) {
      allocated = allocated(scalar[0], batch, step, 1);
    }
    assertThat(allocated).as("bytes in a step").isZero();
  }

  @Test
  void aSteadyStepOfVectorsAllocatesNothing() {
    int batch = 32;
    TrainingNet net =
        CompiledNet.start(CompiledNet.of("tiny_mlp").training(), batch, Threads.single());
    long allocated = Long.MAX_VALUE;
    long start = System.nanoTime();
    for (int step = 1; allocated > 0 && System.nanoTime() - start < 120e9; step += 500) {
      allocated = allocated(net, batch, step, 500);
    }
    assertThat(allocated).as("bytes in 500 steps").isZero();
  }

  private static long allocated(TrainingNet net, int batch, int first, int steps) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int step = first; step < first + steps; step++) {
      net.gradient(batch, 1, step);
      net.update(step, 1_000_000, 1_000);
      net.evaluate(batch);
    }
    // The bean's own answer may be an object.
    return Math.max(0, threads.getCurrentThreadAllocatedBytes() - before - 64);
  }

  /** The length of the difference of two vectors, beside the length of the second. */
  private static double distance(float[] a, float[] b) {
    double difference = 0;
    double length = 0;
    for (int i = 0; i < a.length; i++) {
      difference += Math.pow(a[i] - b[i], 2);
      length += Math.pow(b[i], 2);
    }
    return Math.sqrt(difference / length);
  }

  private static List<String> warnings(Runnable action) {
    Logger logger = Logger.getLogger("dev.tulle");
    var messages = new ArrayList<String>();
    var handler =
        new Handler() {
          @Override
          public void publish(LogRecord logged) {
            messages.add(logged.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    try {
      action.run();
    } finally {
      logger.setUseParentHandlers(true);
      logger.removeHandler(handler);
    }
    return messages;
  }

  /** HotSpot does not compile a larger method. */
  @ParameterizedTest
  @FieldSource("dev.tulle.benchmarks.Nets#MODELS")
  void everyMethodIsSmallEnoughToBeCompiled(String model) {
    Map<String, Integer> sizes = MethodSizes.of(CompiledNet.of(model).classes().values());
    assertThat(sizes).containsKeys("predict", "gradient", "update");
    sizes.forEach((method, size) -> assertThat(size).as(method).isLessThan(8_000));
  }

  /**
   * C2 loads all that a turn reads before it multiplies; beside its sums that must fit into the
   * registers of AVX2, which low tiles are for.
   */
  @ParameterizedTest
  @FieldSource("dev.tulle.benchmarks.Nets#MODELS")
  void lowTilesFitIntoSixteenRegisters(String model) {
    var low = Pattern.compile("tile([1-4])x(\\d)(?:.*Turn(\\d))?.*");
    var tiles =
        MethodSizes.of(CompiledNet.of(model).classes().values()).keySet().stream()
            .map(low::matcher)
            .filter(Matcher::matches)
            .toList();
    assertThat(tiles).isNotEmpty();
    for (Matcher tile : tiles) {
      int rows = Integer.parseInt(tile.group(1));
      int vectors = Integer.parseInt(tile.group(2));
      int terms = tile.group(3) == null ? 1 : Integer.parseInt(tile.group(3));
      assertThat(rows * vectors + terms * (rows + vectors))
          .as(tile.group())
          .isLessThanOrEqualTo(16);
    }
  }

  /**
   * More kernels than these mean that something is no longer fused. Backward of resnet20 computes
   * four blocks again, 33 kernels, that of gpt_mini the results of four gelus and nine norms.
   */
  @ParameterizedTest
  @CsvSource({
    "tiny_mlp, 3, 12, 6",
    "mnist_mlp, 4, 13, 6",
    "wide_mlp, 4, 13, 6",
    "lenet, 10, 37, 10",
    "mnist_cnn, 6, 29, 8",
    "resnet20, 92, 413, 65",
    "lstm, 9, 22, 5",
    "gpt_mini, 47, 198, 54"
  })
  void kernelsAreFused(String model, int predict, int gradient, int update) {
    CompiledNet net = CompiledNet.of(model);
    assertThat(computing(net, "predict")).hasSizeBetween(1, predict);
    assertThat(computing(net, "gradient")).hasSizeBetween(1, gradient);
    assertThat(computing(net, "update")).hasSizeBetween(1, update);
  }

  /**
   * MiB that PyTorch 2.13 grew by in a first step of the same net and batch, on the machine of
   * docs/performance.md; of resnet20 and gpt_mini half of that.
   */
  @ParameterizedTest
  @CsvSource({
    "mnist_mlp, 5.0",
    "wide_mlp, 40.7",
    "lenet, 18.7",
    "mnist_cnn, 66.2",
    "resnet20, 41.2",
    "lstm, 20.3",
    "gpt_mini, 26.7"
  })
  void aStepIsPlannedWithLessMemoryThanAPeerTakes(String model, double most) {
    Program program = Nets.program(model);
    ProgramPlan plan = ProgramPlanner.plan(program);
    ProgramPlan.Training training = plan.training();
    long arrays = Float.BYTES * (2 * plan.weights().length() + training.slots().length());
    long all = arrays + training.workspace().bytes(program.training().recipe().batch());
    assertThat(all / 1024.0 / 1024).isLessThanOrEqualTo(most);
  }

  /** Its kernels without those that only lay out what the turns of a loop read. */
  private static List<PlanListing.Kernel> computing(CompiledNet net, String function) {
    return net.kernels(function).stream()
        .filter(kernel -> kernel.form() != PlanListing.Form.PANELS)
        .toList();
  }

  /** Two convolutions and a pool before a dense layer that wants many rows. */
  @ParameterizedTest
  @FieldSource("dev.tulle.benchmarks.Nets#MODELS")
  void mnistCnnAloneServesInStrips(String model) {
    assertThat(CompiledNet.of(model).function("predict").strips())
        .isEqualTo(
            model.equals("mnist_cnn") ? List.of(new PlanListing.Strips(0, 2, 4)) : List.of());
  }

  @ParameterizedTest
  @FieldSource("dev.tulle.benchmarks.Nets#MODELS")
  void onlyTheseKernelsAreScalar(String model) {
    Set<String> found = new TreeSet<>();
    for (PlanListing.Function function : CompiledNet.of(model).listing().functions()) {
      for (PlanListing.Kernel kernel : function.kernels()) {
        if (!kernel.vector() && kernel.form() != PlanListing.Form.PANELS) {
          found.add(kernel.method().replaceAll("\\d+(No\\d+)?", ""));
        }
      }
    }
    assertThat(found)
        .as("scalar kernels; those that are none any more come off the list here")
        .containsExactlyInAnyOrderElementsOf(SCALAR.getOrDefault(model, Set.of()));
  }
}
