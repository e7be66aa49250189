package dev.tulle.benchmarks.compare;

import dev.tulle.benchmarks.Nets;
import dev.tulle.runtime.Threads;
import dev.tulle.runtime.TrainingNet;
import java.io.IOException;

/**
 * A training that makes a net and takes one step. Usage: {@code FirstStep THREADS FIRST CLASS}; it
 * prints by how many bytes the process grew at its highest meanwhile, and how many of them are
 * planned. A step of the net {@code FIRST} comes before: what Java loads for the first step of any
 * net is no net's.
 */
public final class FirstStep {
  private FirstStep() {}

  /**
   * Takes the step.
   *
   * @param arguments how many threads; the training classes of both nets
   */
  public static void main(String[] arguments) throws ReflectiveOperationException, IOException {
    try (Threads threads = Threads.of(Integer.parseInt(arguments[0]))) {
      step(type(arguments[1]), threads);
      Class<? extends TrainingNet> type = type(arguments[2]);
      long[] planned = {0};
      long grown = Resident.growth(() -> planned[0] = step(type, threads));
      System.out.println(grown + " " + planned[0]);
    }
  }

  private static Class<? extends TrainingNet> type(String name) throws ClassNotFoundException {
    return Class.forName(name).asSubclass(TrainingNet.class);
  }

  /** The bytes of the arrays that the step of a new net had. */
  private static long step(Class<? extends TrainingNet> type, Threads threads) {
    TrainingNet net = Nets.training(type, threads);
    net.initialize(1);
    Nets.fillRandomly(net);
    net.gradient(net.capacity, 1, 1);
    net.update(1, 1_000_000, 1_000);
    long floats =
        (long) net.weights.length + net.gradients.length + net.slots.length + net.workspace.length;
    return Float.BYTES * floats;
  }
}
