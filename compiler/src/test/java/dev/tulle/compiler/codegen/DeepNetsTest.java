package dev.tulle.compiler.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javapoet.ClassName;
import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.InMemoryCompiler;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.plan.FunctionPlan;
import dev.tulle.compiler.plan.ProgramPlan;
import dev.tulle.compiler.plan.ProgramPlanner;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.runtime.Model;
import dev.tulle.runtime.Port;
import dev.tulle.runtime.Threads;
import dev.tulle.runtime.TrainingNet;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Nets of many equal layers: quickly compiled, to classes that the JVM loads and compiles, whose
 * kernels the layers share.
 */
@Tag("vectors")
class DeepNetsTest {
  /**
   * Seconds of a processor from text to Java, javac's work aside, the less of two times. The first,
   * in a VM that has just begun, takes about 4, and more where others keep HotSpot from compiling
   * the compiler meanwhile; the second takes about 2.
   */
  private static final double MOST_SECONDS = 5;

  private static final int ROWS = 2;

  /**
   * He et al., 2016: 152 layers in 50 blocks of three convolutions, narrow and for small images.
   */
  private static final String RESIDUAL =
      """
      tulle 1
      module deep

      dim kind = 10

      block ConvBn(c, k = 3, stride = 1) = Conv(c, k, stride = stride, bias = false) -> BatchNorm

      block Bottleneck(c, stride = 1, same = true) {
        input x
        let main = x -> ConvBn(c, 1) -> relu -> ConvBn(c, stride = stride) -> relu -> ConvBn(4 * c, 1)
        let skip = if same then x else x -> ConvBn(4 * c, 1, stride)
        output y = relu(main + skip)
      }

      net Net {
        input  x: [3072]
        target label: kind
        let logits = x -> reshape([32, 32, 3])
          -> stem: ConvBn(8) -> relu
          -> Bottleneck(4, same = false) -> Bottleneck(4) * 2
          -> Bottleneck(8, stride = 2, same = false) -> Bottleneck(8) * 7
          -> Bottleneck(8, stride = 2, same = false) -> Bottleneck(8) * 35
          -> Bottleneck(16, stride = 2, same = false) -> Bottleneck(16) * 2
          -> global_avg_pool -> head: Dense(kind)
        output probs = softmax(logits)
        loss   fit   = cross_entropy(logits, label)
      }

      data Rows {
        from  = csv("rows.csv")
        x     = columns("x*")
        label = column("label") as kind
      }

      train Net on Rows {
        epochs    = 1
        batch     = 2
        optimizer = Sgd(lr = 0.1, momentum = 0.9, decay = 5e-4)
        group "**.b", "**.gain", "**.shift" { decay = 0 }
      }
      """;

  private static final String TRANSFORMER =
      """
      tulle 1
      module deep

      dim kind = 10, model = 16

      block Layer(heads) =
        Residual(LayerNorm -> MultiHeadAttention(heads, causal = true, drop = 0.1)) ->
        Residual(LayerNorm -> Dense(4 * model) -> gelu -> Dense(model) -> Dropout(0.1))

      net Net {
        input  x: [60]
        target label: kind
        let logits = x -> reshape([12, 5]) -> Dense(model) -> Positions -> Layer(4) * 48 -> LayerNorm -> flatten -> Dense(kind)
        output probs = softmax(logits)
        loss   fit   = cross_entropy(logits, label)
      }

      data Rows {
        from  = csv("rows.csv")
        x     = columns("x*")
        label = column("label") as kind
      }

      train Net on Rows {
        epochs    = 1
        batch     = 2
        optimizer = AdamW(lr = 1e-3, decay = 0.1)
        group "**.b", "**.gain", "**.shift" { decay = 0 }
        clip      = norm(1.0)
      }
      """;

  @Test
  void aResidualNetOf152Layers() throws Exception {
    check(RESIDUAL, 1_500, 250);
  }

  @Test
  void aTransformerOf48Blocks() throws Exception {
    check(TRANSFORMER, 1_500, 70);
  }

  /** What takes time by the square of the layers takes four times as much for twice as many. */
  @Test
  void twiceTheLayersTakeAboutTwiceTheTime() {
    String half = TRANSFORMER.replace("Layer(4) * 48", "Layer(4) * 24");
    assertThat(half).isNotEqualTo(TRANSFORMER);
    // Whatever else happens on the machine only adds: the least of several times counts.
    long once = Long.MAX_VALUE;
    long twice = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      once = Math.min(once, time(half));
      twice = Math.min(twice, time(TRANSFORMER));
    }
    assertThat((double) twice / once).isLessThan(3);
  }

  private static long time(String text) {
    long start = processor();
    JavaWriter.write(program(text));
    return processor() - start;
  }

  /**
   * Compiles, looks at the classes, trains and predicts.
   *
   * @param calls that a step makes of kernels at least
   * @param methods that these kernels are at most
   */
  private static void check(String text, int calls, int methods) throws Exception {
    long start = processor();
    Program program = program(text);
    List<GeneratedFile> files = JavaWriter.write(program);
    long first = processor() - start;
    assertThat(Math.min(first, time(text)) / 1e9).as("seconds").isLessThan(MOST_SECONDS);

    ProgramPlan.Training plan = ProgramPlanner.plan(program).training();
    assertThat(plan.gradient().kernels()).hasSizeGreaterThan(calls);
    kernelsAreWrittenOnce(plan);
    Map<String, byte[]> classes =
        InMemoryCompiler.compile(files, System.getProperty("java.class.path"));
    ClassLoader loader = InMemoryCompiler.load(classes);
    // What lays filters out for convolutions is no step of the net's.
    assertThat(loader.loadClass("deep.NetTrainingKernels").getDeclaredMethods())
        .filteredOn(method -> !method.getName().contains("Panels"))
        .hasSizeLessThan(methods);
    MethodSizes.of(classes.values())
        .forEach((method, size) -> assertThat(size).as(method).isLessThan(8_000));
    trains(loader);
    predicts(loader);
  }

  private static Program program(String text) {
    CompileResult result =
        TulleCompiler.compileSources(
            List.of(new SourceFile("net.net", text)), CompileOptions.DEFAULT);
    assertThat(result.diagnostics()).isEmpty();
    return result.programs().get(0);
  }

  /** Nanoseconds of a processor that the thread has had. */
  private static long processor() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** Kernels are told apart by their forms; hardly any is written that has no method to itself. */
  private static void kernelsAreWrittenOnce(ProgramPlan.Training plan) {
    var library = new KernelLibrary(ClassName.get("deep", "Net"));
    List<FunctionPlan> functions =
        List.of(plan.initial(), plan.gradient(), plan.evaluate(), plan.update());
    functions.forEach(library::add);
    library.entry(plan.gradient().kernels().get(0));
    int methods = library.classes("Net").get(0).methodSpecs().size();
    assertThat(library.compared()).isBetween(methods, methods + methods / 20);
  }

  private static void trains(ClassLoader loader) {
    TrainingNet net = GeneratedGraph.net(loader, "deep.NetTraining", ROWS, Threads.single());
    net.initialize(5);
    Port x = net.inputs().get(0);
    float[] input = input(ROWS * x.width());
    System.arraycopy(input, 0, net.workspace, net.offset(x.name()), input.length);
    net.workspace[net.offset("label") + 1] = 3;
    float[] before = net.weights.clone();
    net.gradient(ROWS, 1, 1);
    assertThat(net.lossValues[0]).isBetween(0.1, 20.0);
    net.update(1, 1, 1);
    assertThat(net.weights).isNotEqualTo(before);
    for (float weight : net.weights) {
      assertThat(weight).isFinite();
    }
  }

  private static void predicts(ClassLoader loader) throws Exception {
    Class<?> type = loader.loadClass("deep.Net");
    Model model = (Model) type.getMethod("initial", long.class).invoke(null, 3L);
    float[] probs = new float[ROWS * 10];
    model.predict(
        new float[][] {input(ROWS * model.inputs().get(0).width())}, ROWS, new float[][] {probs});
    double sum = 0;
    for (float prob : probs) {
      assertThat(prob).isBetween(0f, 1f);
      sum += prob;
    }
    assertThat(sum).isCloseTo(ROWS, Offset.offset(1e-4));
  }

  private static float[] input(int count) {
    var random = new SplittableRandom(1);
    float[] input = new float[count];
    for (int i = 0; i < count; i++) {
      input[i] = (float) random.nextDouble(-1, 1);
    }
    return input;
  }
}
