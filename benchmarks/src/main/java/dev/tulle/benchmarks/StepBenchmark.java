package dev.tulle.benchmarks;

import dev.tulle.runtime.Threads;
import dev.tulle.runtime.TrainingNet;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One training step of the reference models: forward, backward and Adam over a batch. */
@SuppressWarnings("NullAway.Init") // JMH sets parameters and calls the set-up first.
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class StepBenchmark {
  /** A `.net` file of the resources. */
  @Param({
    "tiny_mlp",
    "mnist_mlp",
    "wide_mlp",
    "lenet",
    "mnist_cnn",
    "resnet20",
    "lstm",
    "gpt_mini"
  })
  public String model;

  @Param("1")
  public int threads;

  private Threads pool;
  private TrainingNet net;
  private int rows;
  private long step;

  /** Compiles the net and fills a batch. */
  @Setup
  public void compile() {
    pool = Threads.of(threads);
    net = Nets.training(model, pool);
    rows = net.capacity;
    Nets.fillRandomly(net);
  }

  /**
   * Weights from the start: a batch learnt by heart would leave gradients that are hardly numbers.
   */
  @Setup(Level.Iteration)
  public void initialize() {
    net.initialize(1);
    step = 0;
  }

  /** A step as the training loop takes it. */
  @Benchmark
  public double step() {
    step++;
    net.gradient(rows, 1, step);
    net.update(step, 1_000_000, 1_000);
    return net.lossValues[0];
  }

  /** Lets the threads go. */
  @TearDown
  public void close() {
    pool.close();
  }
}
