package dev.tulle.benchmarks;

import java.lang.invoke.MethodHandle;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Matrix products alone, in the sizes and layouts of the reference models' training steps. */
@SuppressWarnings("NullAway.Init") // JMH sets parameters and calls the set-up first.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class ProductBenchmark {
  /** Rows, columns, depth, and how A and B lie: N by rows, T by columns. */
  @Param({
    "64x256x784:NN",
    "64x128x256:NN",
    "64x10x128:NN",
    "784x256x64:TN",
    "256x128x64:TN",
    "64x256x128:NT",
    "1x256x784:NN",
    "128x1024x1024:NN",
    "1024x1024x128:TN",
    "128x1024x1024:NT"
  })
  public String product;

  private MethodHandle kernel;
  private float[] a;
  private float[] b;
  private float[] c;

  /** Work done, for a second figure: GFLOP/s. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Work {
    /** Multiplications and additions, in units of 10^9. */
    public double gflop;
  }

  private double gflop;

  /** Emits and compiles the product. */
  @Setup
  public void compile() {
    var geometry = Geometry.of(product);
    kernel = geometry.kernel();
    gflop = 2e-9 * geometry.rows() * geometry.columns() * geometry.depth();
    a = random(geometry.rows() * geometry.depth());
    b = random(geometry.depth() * geometry.columns());
    c = random(geometry.rows() * geometry.columns());
  }

  /** The product, whole, on this thread. */
  @Benchmark
  public float[] multiply(Work work) throws Throwable {
    kernel.invokeExact(a, b, c, 0, 1);
    work.gflop += gflop;
    return c;
  }

  private static float[] random(int count) {
    var random = new Random(count);
    // Kernels may load a whole vector from the last element.
    float[] values = new float[count + 16];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }
}
