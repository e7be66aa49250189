package dev.tulle.compiler.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.source.SourceFile;
import dev.tulle.runtime.kernel.Simd;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Generated code gives PyTorch's numbers: on vector kernels, and in a second run on scalar ones.
 */
@Tag("kernels")
class GeneratedVectorsTest {
  private static @Nullable GeneratedNets nets;

  /** Layers in which it matters where a row ends. */
  static List<VectorCase> layersOfRows() {
    return Coverage.ofRows().stream().filter(c -> !LayerText.isElementwise(c)).toList();
  }

  static List<VectorCase> ofAnyAxes() {
    return Coverage.ofAnyAxes();
  }

  static List<VectorCase> losses() {
    return Coverage.covered("loss");
  }

  static List<VectorCase> optimizers() {
    return Coverage.covered("optimizer");
  }

  static List<VectorCase> schedules() {
    return Coverage.covered("schedule");
  }

  static List<VectorCase> trainings() {
    return Coverage.covered("training");
  }

  @BeforeAll
  static void compile() {
    var files = new ArrayList<SourceFile>();
    layersOfRows().forEach(c -> files.add(new LayerNet(c, true).file()));
    ofAnyAxes().forEach(c -> files.add(new LayerNet(c, false).file()));
    losses().forEach(c -> files.add(new LossNet(c).file()));
    optimizers().forEach(c -> files.add(new OptimizerNet(c).file()));
    schedules().forEach(c -> files.add(new ScheduleNet(c).file()));
    trainings().forEach(c -> files.add(new TrainingRun(c).file()));
    nets = new GeneratedNets(files);
  }

  @AfterAll
  static void forget() {
    nets = null;
  }

  @Test
  void runsTheKernelsThatTheBuildMeansToTest() {
    boolean vector = System.getProperty("tulle.test.kernels", "vector").equals("vector");
    assertThat(Simd.available()).as(Simd.reason()).isEqualTo(vector);
  }

  private static Machine machine(SourceFile file, int capacity) {
    return Objects.requireNonNull(nets).machine(file, capacity);
  }

  @ParameterizedTest
  @MethodSource("layersOfRows")
  void layerAgreesWithFirstAxisAsBatch(VectorCase vectors) {
    layer(vectors, true);
  }

  @ParameterizedTest
  @MethodSource("ofAnyAxes")
  void layerAgreesWithAllAxesOfATensor(VectorCase vectors) {
    layer(vectors, false);
  }

  private static void layer(VectorCase vectors, boolean rows) {
    var net = new LayerNet(vectors, rows);
    net.check(machine(net.file(), rows ? net.batch() + 1 : 1), net.tolerance());
  }

  @ParameterizedTest
  @MethodSource("losses")
  void lossAgrees(VectorCase vectors) {
    var net = new LossNet(vectors);
    int rows = vectors.shape("in.prediction").get(0);
    net.check(machine(net.file(), rows), net.tolerance());
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void optimizerAgrees(VectorCase vectors) {
    var net = new OptimizerNet(vectors);
    net.check(machine(net.file(), 1), Agreement.FLOAT);
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void scheduleAgrees(VectorCase vectors) {
    var net = new ScheduleNet(vectors);
    net.check(machine(net.file(), 1), Agreement.FLOAT);
  }

  @ParameterizedTest
  @MethodSource("trainings")
  void trainingFollows(VectorCase vectors) {
    var run = new TrainingRun(vectors);
    run.check(machine(run.file(), run.batch()), run.tolerance());
  }
}
