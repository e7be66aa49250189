package dev.tulle.compiler.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.InMemoryCompiler;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.plan.FunctionPlan;
import dev.tulle.compiler.plan.Kernel;
import dev.tulle.compiler.plan.ProgramPlan;
import dev.tulle.compiler.plan.ProgramPlanner;
import dev.tulle.compiler.plan.Repeat;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.runtime.Model;
import dev.tulle.runtime.Port;
import dev.tulle.runtime.Threads;
import dev.tulle.runtime.TrainingNet;
import dev.tulle.runtime.Weights;
import dev.tulle.runtime.recipe.Column;
import dev.tulle.runtime.recipe.FittedColumn;
import dev.tulle.runtime.recipe.FittedFields;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What generated classes promise: the same bits, no allocation, small methods, predictions from any
 * thread.
 */
@Tag("jdk")
class GeneratedNetTest {
  private static final String NET =
      """
      tulle 1
      module test

      dim kind = 10

      block Line(units) {
        input  h: [units], line: [_, _]
        output next = line -> scan(cell: RnnCell(units), from = h) -> last
      }

      /// A classifier.
      net Net {
        input  x: [INPUTS]
        target label: kind
        let logits = x -> STAGES -> Dense(kind)
        output probs = softmax(logits)
        loss   fit = cross_entropy(logits, label)
      }

      data Rows {
        from  = csv("rows.csv")
        x     = columns("x*")
        label = column("label") as kind
      }

      train Net on Rows {
        epochs    = 1
        batch     = 64
        optimizer = Adam(lr = 1e-2)
      }
      """;

  private static Program program(int inputs, String stages) {
    String text = NET.replace("INPUTS", Integer.toString(inputs)).replace("STAGES", stages);
    CompileResult result =
        TulleCompiler.compileSources(
            List.of(new SourceFile("a/folder/net.net", text)), CompileOptions.DEFAULT);
    assertThat(result.diagnostics()).isEmpty();
    return result.programs().get(0);
  }

  private static TrainingNet training(ClassLoader loader, int batch, Threads threads) {
    TrainingNet net = GeneratedGraph.net(loader, "test.NetTraining", batch, threads);
    net.initialize(5);
    var random = new SplittableRandom(1);
    for (Port port : net.inputs()) {
      for (int i = 0; i < batch * port.width(); i++) {
        net.workspace[net.offset(port.name()) + i] = (float) random.nextDouble(-1, 1);
      }
    }
    for (Port port : net.targets()) {
      for (int i = 0; i < batch; i++) {
        net.workspace[net.offset(port.name()) + i] = random.nextInt(port.classCount());
      }
    }
    return net;
  }

  @ParameterizedTest
  @CsvSource({
    "true, Dense(300) -> relu -> Dropout(0.2) -> Dense(150) -> tanh",
    "false, Dense(300) -> relu -> Dropout(0.2) -> Dense(150) -> tanh",
    "true, 'reshape([5, 40]) -> Lstm(150) -> last'",
    "false, 'reshape([5, 40]) -> Lstm(30) -> last'",
    "true, 'reshape([5, 40]) -> Bidirectional(Gru(32), Gru(9, reverse = true)) -> Rnn(7) -> last'",
    "true, 'reshape([5, 4, 10]) -> scan(Line(64), from = 0) -> last'",
    "false, 'reshape([5, 4, 10]) -> scan(Line(64), from = 0) -> last'"
  })
  void everyPoolGivesTheSameBits(boolean vector, String stages) {
    var files = JavaWriter.write(program(200, stages));
    ClassLoader loader = InMemoryCompiler.load(GeneratedGraph.forced(files, vector));
    var weights = new ArrayList<float[]>();
    var losses = new ArrayList<Double>();
    var sums = new ArrayList<double[]>();
    for (int count : new int[] {1, 2, 4}) {
      try (Threads threads = Threads.of(count)) {
        TrainingNet net = training(loader, 61, threads);
        for (int step = 1; step <= 5; step++) {
          net.gradient(61, 3, step);
          net.update(step, 5, 5);
        }
        losses.add(net.lossValues[0]);
        net.evaluate(61);
        sums.add(net.sums.clone());
        weights.add(net.weights);
      }
    }
    assertThat(losses.get(0)).isFinite().isEqualTo(losses.get(1)).isEqualTo(losses.get(2));
    assertThat(weights.get(1)).isEqualTo(weights.get(0));
    assertThat(weights.get(2)).isEqualTo(weights.get(0));
    assertThat(sums).allMatch(s -> Arrays.equals(s, sums.get(0)));
  }

  @Test
  void trainingLowersTheLoss() {
    ClassLoader loader = InMemoryCompiler.load(JavaWriter.write(program(20, "Dense(32) -> relu")));
    TrainingNet net = training(loader, 64, Threads.single());
    net.gradient(64, 1, 1);
    double first = net.lossValues[0];
    for (int step = 1; step <= 100; step++) {
      net.gradient(64, 1, step);
      net.update(step, 100, 100);
    }
    assertThat(first).isBetween(1.5, 5.0);
    assertThat(net.lossValues[0]).isLessThan(0.5 * first);
  }

  /**
   * Vectors are objects until the compiler has seen through them: the promise is about the steady
   * state.
   */
  @Tag("steady")
  @ParameterizedTest
  @CsvSource({
    "30, Dense(33) -> relu -> Dropout(0.1), 16, 500",
    "784, Dense(256) -> relu -> Dense(128) -> relu, 64, 200",
    "32, 'reshape([4, 8]) -> Lstm(24) -> last', 16, 500",
    "32, 'reshape([4, 8]) -> Gru(24) -> last', 16, 500"
  })
  void steadyStepAllocatesNothing(int inputs, String stages, int batch, int steps) {
    ClassLoader loader = InMemoryCompiler.load(JavaWriter.write(program(inputs, stages)));
    TrainingNet net = training(loader, batch, Threads.single());
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = Long.MAX_VALUE;
    int step = 0;
    long start = System.nanoTime();
    while (allocated > 0 && System.nanoTime() - start < 120_000_000_000L) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < steps; i++) {
        step++;
        net.gradient(batch, 1, step);
        net.update(step, 100, 100);
        net.evaluate(batch);
      }
      // The bean's own answer may be an object.
      allocated = Math.max(0, threads.getCurrentThreadAllocatedBytes() - before - 64);
    }
    assertThat(allocated).as("bytes in %d steps, after %d", steps, step).isZero();
  }

  /** The method that fills an array, with a transform before it. */
  @Test
  void steadyPredictionAllocatesNothing() throws Throwable {
    ClassLoader loader =
        InMemoryCompiler.load(JavaWriter.write(program(30, "Dense(33) -> relu -> Dense(9)")));
    Class<?> type = loader.loadClass("test.Net");
    List<String> columns = java.util.stream.IntStream.range(0, 30).mapToObj(i -> "x" + i).toList();
    var scaled =
        new FittedColumn.Arithmetic(
            Column.Operator.DIVIDE, new FittedColumn.Source(columns), new FittedColumn.Number(16));
    var fields = new FittedFields(Map.<String, FittedColumn>of("x", scaled));
    Weights initial = ((Model) type.getMethod("initial", long.class).invoke(null, 3L)).weights();
    var metadata = new java.util.HashMap<>(initial.metadata());
    metadata.put(FittedFields.KEY, fields.toJson());
    Object net =
        type.getMethod("of", Weights.class)
            .invoke(null, new Weights(initial.layout(), initial.array(), metadata));
    MethodHandle probs =
        MethodHandles.publicLookup()
            .unreflect(type.getMethod("probs", float[].class, int.class, float[].class))
            .bindTo(net);
    float[] input = new float[30 * 1100];
    float[] output = new float[10 * 1100];
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int rows : new int[] {1, 1100}) {
      long allocated = Long.MAX_VALUE;
      long start = System.nanoTime();
      while (allocated > 0 && System.nanoTime() - start < 120_000_000_000L) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 20_000 / rows; i++) {
          probs.invokeExact(input, rows, output);
        }
        allocated = Math.max(0, threads.getCurrentThreadAllocatedBytes() - before - 64);
      }
      assertThat(allocated).as("bytes of predictions of %d rows", rows).isZero();
    }
  }

  @Test
  void everyMethodIsSmallEnoughToBeCompiled() {
    for (String stages :
        List.of("Dense(64) -> gelu -> LayerNorm -> Dropout(0.3)", "(Dense(8) -> relu) * 200")) {
      List<GeneratedFile> files = JavaWriter.write(program(12, stages));
      Map<String, byte[]> classes =
          InMemoryCompiler.compile(files, System.getProperty("java.class.path"));
      assertThat(classes).containsKey("test.NetTrainingVector");
      Map<String, Integer> sizes = MethodSizes.of(classes.values());
      assertThat(sizes).isNotEmpty();
      sizes.forEach((method, size) -> assertThat(size).as(method).isLessThan(8_000));
    }
  }

  @Test
  void equalKernelsAreOneMethod() {
    Program program = program(8, "(Dense(8) -> relu) * 50");
    ProgramPlan plan = ProgramPlanner.plan(program);
    String kernels =
        JavaWriter.write(program).stream()
            .filter(f -> f.className().equals("test.NetTrainingScalar"))
            .findFirst()
            .orElseThrow()
            .text();
    long calls = plan.training().gradient().kernels().size();
    long updates = plan.training().update().kernels().size();
    long methods = kernels.lines().filter(l -> l.startsWith("  public void ")).count();
    // Bias, product and relu of a layer are one kernel forward, and three or four backward.
    assertThat(calls).isBetween(200L, 51L * 5);
    assertThat(updates).isEqualTo(51 * 2);
    assertThat(methods).isLessThan(30);
  }

  @Test
  void biasAndReluAreInTheProduct() {
    ProgramPlan plan = ProgramPlanner.plan(program(8, "Dense(16) -> relu"));
    assertThat(plan.predict().kernels()).hasSize(3);
    assertThat(plan.predict().kernels().get(0)).isInstanceOf(Kernel.Product.class);
    assertThat(plan.predict().kernels().get(1)).isInstanceOf(Kernel.Product.class);
    assertThat(plan.predict().kernels().get(2)).isInstanceOf(Kernel.Loop.class);
  }

  @Test
  void aTurnOfARecurrentLayerIsItsProductAndFewOthers() {
    ProgramPlan plan = ProgramPlanner.plan(program(32, "reshape([8, 4]) -> Lstm(5) -> last"));
    List<Repeat> serving = loops(plan.predict());
    assertThat(serving).hasSize(1);
    assertThat(serving.get(0).kernels()).hasSizeLessThanOrEqualTo(3);
    List<Repeat> training = loops(plan.training().gradient());
    assertThat(training).hasSize(2);
    assertThat(training.get(0).kernels()).hasSizeLessThanOrEqualTo(3);
    // The elementwise work is in two kernels, neither too large for vectors to stay in registers.
    assertThat(training.get(1).kernels()).hasSizeLessThanOrEqualTo(8);
    for (Repeat loop : training) {
      assertThat(loop.kernels().filter(Kernel.Product.class::isInstance)).hasSize(1);
    }
    // One product of all inputs, one for each weight's gradient; the head has one and two.
    long products =
        plan.training().gradient().steps().stream()
            .filter(Kernel.Product.class::isInstance)
            .count();
    assertThat(products).isEqualTo(3 + 3);
  }

  private static List<Repeat> loops(FunctionPlan plan) {
    return plan.steps().stream().filter(Repeat.class::isInstance).map(Repeat.class::cast).toList();
  }

  @Test
  void textIsStableAndFreeOfItsPlace() {
    List<GeneratedFile> first = JavaWriter.write(program(8, "Dense(16) -> relu"));
    assertThat(JavaWriter.write(program(8, "Dense(16) -> relu"))).isEqualTo(first);
    String text = first.stream().map(GeneratedFile::text).reduce("", String::concat);
    assertThat(text).contains("// net.net:").doesNotContain("a/folder");
  }

  private static Model model(boolean vector) throws Exception {
    var files = JavaWriter.write(program(7, "Dense(19) -> tanh"));
    ClassLoader loader = InMemoryCompiler.load(GeneratedGraph.forced(files, vector));
    return (Model) loader.loadClass("test.Net").getMethod("initial", long.class).invoke(null, 3L);
  }

  private static float[] rows(int rows) {
    var random = new SplittableRandom(2);
    float[] input = new float[rows * 7];
    for (int i = 0; i < input.length; i++) {
      input[i] = (float) random.nextDouble(-1, 1);
    }
    return input;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void largeBatchesAreTheirRows(boolean vector) throws Exception {
    Model model = model(vector);
    int rows = 2500;
    float[] input = rows(rows);
    float[] all = new float[rows * 10];
    model.predict(new float[][] {input}, rows, new float[][] {all});
    float[] one = new float[10];
    for (int row : new int[] {0, 1, 1023, 1024, 2047, 2499}) {
      float[] single = Arrays.copyOfRange(input, row * 7, row * 7 + 7);
      model.predict(new float[][] {single}, 1, new float[][] {one});
      float sum = 0;
      for (int i = 0; i < 10; i++) {
        assertThat(one[i]).isCloseTo(all[row * 10 + i], org.assertj.core.data.Offset.offset(1e-6f));
        sum += one[i];
      }
      assertThat(sum).isCloseTo(1f, org.assertj.core.data.Offset.offset(1e-5f));
    }
  }

  @Test
  void anyThreadPredicts() throws Exception {
    Model model = model(true);
    float[] input = rows(300);
    float[] wanted = new float[3000];
    model.predict(new float[][] {input}, 300, new float[][] {wanted});
    var pool = Executors.newFixedThreadPool(4);
    try {
      var tasks = new ArrayList<Callable<float[]>>();
      for (int i = 0; i < 16; i++) {
        tasks.add(
            () -> {
              float[] found = new float[3000];
              model.predict(new float[][] {input}, 300, new float[][] {found});
              return found;
            });
      }
      for (var task : pool.invokeAll(tasks)) {
        assertThat(task.get()).isEqualTo(wanted);
      }
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void wrongLengthsAreSaidByName() throws Exception {
    Model model = model(false);
    float[] output = new float[20];
    assertThatThrownBy(
            () -> model.predict(new float[][] {new float[13]}, 2, new float[][] {output}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("`x` has 13 floats, but 2 rows of 7 need 14");
    assertThatThrownBy(() -> model.predict(new float[][] {rows(3)}, 3, new float[][] {output}))
        .hasMessage("`probs` has 20 floats, but 3 rows of 10 need 30");
    assertThatThrownBy(() -> model.predict(new float[][] {rows(3)}, -1, new float[][] {output}))
        .hasMessage("-1 rows");
    model.predict(new float[][] {new float[0]}, 0, new float[][] {output});
  }

  @Test
  void outputsAreMethods() throws Exception {
    Model model = model(true);
    float[] input = rows(4);
    float[] wanted = new float[40];
    model.predict(new float[][] {input}, 4, new float[][] {wanted});
    Class<?> type = model.getClass();
    assertThat(type.getField("KIND").get(null)).isEqualTo(10);
    assertThat((float[]) type.getMethod("probs", float[].class, int.class).invoke(model, input, 4))
        .isEqualTo(wanted);
    assertThat(
            (float[])
                type.getMethod("probs", float[].class)
                    .invoke(model, (Object) Arrays.copyOf(input, 7)))
        .hasSize(10);
    float[] filled = new float[40];
    type.getMethod("probs", float[].class, int.class, float[].class)
        .invoke(model, input, 4, filled);
    assertThat(filled).isEqualTo(wanted);
  }
}
