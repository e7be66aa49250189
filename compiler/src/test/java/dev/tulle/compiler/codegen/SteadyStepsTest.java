package dev.tulle.compiler.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A steady step allocates nothing, whatever the net is made of. {@link GeneratedNetTest} has the
 * plain ones, {@code LengthsTest} a convolution of another length at each step.
 */
@Tag("jdk")
class SteadyStepsTest {
  private static final int ROWS = 8;
  private static final int STEPS = 200;

  /** What a step may be made of. */
  record Net(String name, String text, List<Integer> lengths) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Net> nets() {
    return Stream.of(
        new Net(
            "augmented pictures",
            """
            dim kind = 4
            net Net {
              input  x: [8, 8, 1]
              target label: kind
              let logits = x -> Conv(4, 3) -> BatchNorm -> relu -> max_pool(2) -> flatten -> Dense(kind)
              output probs = softmax(logits)
              loss fit = cross_entropy(logits, label)
            }
            data Rows {
              from  = idx("digits/")
              x     = pixels / 255
              label = class as kind
              augment x = pad_crop(1, padding = reflect) -> flip_x(0.5) -> rotate(degrees = 9) -> noise(0.1)
            }
            train Net on Rows { steps = 100  optimizer = Sgd(lr = 0.01, momentum = 0.9)  clip = norm(1) }
            """,
            List.of()),
        new Net(
            "attention over a text of any length",
            """
            dim vocab = 20
            dim time <= 24
            net Net {
              input  tokens: vocab[time]
              target next: vocab[time]
              let embed  = Embed(16)
              let logits = tokens -> embed -> Positions
                -> Residual(LayerNorm -> MultiHeadAttention(2, causal = true, drop = 0.1))
                -> LayerNorm -> Dense(vocab, w = transpose(embed.w), bias = false)
              output logits
              loss fit = cross_entropy(logits, next)
            }
            data Rows {
              from   = text("a.txt")
              tokens = window(chars as vocab, 24)
              next   = window(chars as vocab, 24, offset = 1)
            }
            train Net on Rows { steps = 100  optimizer = AdamW(lr = linear(0, 1e-3, steps = 9) -> cosine) }
            """,
            List.of(17)),
        new Net(
            "weights of classes and a mask",
            """
            dim kind = 5
            net Net {
              input  x: [12]
              target label: kind, count: [1]
              let logits = x -> Dense(17) -> gelu -> RmsNorm -> Dense(kind)
              output probs = softmax(logits)
              loss fit = cross_entropy(logits, label, smooth = 0.1, weights = [1, 2, 0.5, 3, 1],
                                       mask = count[0])
              loss small = 0.1 * activity(logits, l2 = 1)
            }
            data Rows {
              from  = csv("rows.csv")
              x     = columns("x*")
              label = column("label") as kind
              count = column("count")
            }
            train Net on Rows { steps = 100  optimizer = Lamb  penalty = 1e-4 * elastic("**.w") }
            """,
            List.of()));
  }

  private static TrainingNet training(Net net) {
    CompileResult result =
        TulleCompiler.compileSources(
            List.of(new SourceFile("net.net", "tulle 1\nmodule test\n" + net.text())),
            CompileOptions.DEFAULT);
    assertThat(result.diagnostics()).isEmpty();
    ClassLoader loader = InMemoryCompiler.load(JavaWriter.write(result.programs().get(0)));
    TrainingNet training = GeneratedGraph.net(loader, "test.NetTraining", ROWS, Threads.single());
    training.lengths(net.lengths().stream().mapToInt(Integer::intValue).toArray());
    training.initialize(5);
    var random = new SplittableRandom(1);
    for (Port port :
        Stream.concat(training.inputs().stream(), training.targets().stream()).toList()) {
      int from = training.offset(port.name());
      for (int i = 0; i < ROWS * training.width(port); i++) {
        training.workspace[from + i] =
            port.index() ? random.nextInt(port.classCount()) : (float) random.nextDouble();
      }
    }
    return training;
  }

  /**
   * Vectors are objects until the compiler has seen through them: so steps are taken until then.
   */
  @ParameterizedTest
  @MethodSource("nets")
  void allocateNothing(Net net) {
    // HotSpot 25 keeps some vectors of a step with augmentations as objects, 16 KB a step: a known
    // shortfall, and a step that allocates nothing there shall come off this line.
    assumeTrue(Runtime.version().feature() == 17 || !net.name().equals("augmented pictures"));
    TrainingNet training = training(net);
    float[] given = training.workspace.clone();
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = Long.MAX_VALUE;
    int step = 0;
    long start = System.nanoTime();
    while (allocated > 0 && System.nanoTime() - start < 120_000_000_000L) {
      System.arraycopy(given, 0, training.workspace, 0, given.length);
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < STEPS; i++) {
        step++;
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
}
