package dev.tulle.benchmarks;

import dev.tulle.runtime.Model;
import dev.tulle.runtime.Port;
import dev.tulle.runtime.Threads;
import dev.tulle.runtime.TrainingNet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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

/** Predictions of the reference models: one row, and a batch as large as that of training. */
@SuppressWarnings("NullAway.Init") // JMH sets parameters and calls the set-up first.
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class PredictBenchmark {
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

  private Model net;
  private float[][] inputs;
  private float[][] outputs;
  private int batch;

  /** Compiles the net and fills a batch. */
  @Setup
  public void compile() {
    try (Threads single = Threads.single()) {
      TrainingNet training = Nets.training(model, single);
      training.initialize(1);
      batch = training.capacity;
      net = training.model(Map.of());
    }
    inputs = arrays(net.inputs());
    outputs = arrays(net.outputs());
    var random = new Random(1);
    for (float[] input : inputs) {
      for (int i = 0; i < input.length; i++) {
        input[i] = (float) random.nextGaussian();
      }
    }
  }

  /** One row. */
  @Benchmark
  public float[][] one() {
    net.predict(inputs, 1, outputs);
    return outputs;
  }

  /** As many rows as a batch of training has. */
  @Benchmark
  public float[][] batch() {
    net.predict(inputs, batch, outputs);
    return outputs;
  }

  private float[][] arrays(List<Port> ports) {
    return ports.stream().map(port -> new float[batch * port.width()]).toArray(float[][]::new);
  }
}
