package dev.tulle.compiler.vectors;

import java.util.Map;
import java.util.Objects;

/** A net that runs, be it in the interpreter or as generated code. */
interface Machine {
  /** Sets a parameter or a state. */
  void set(String path, double[] elements);

  double[] get(String path);

  /** A memory of the optimizer, such as {@code m:dense1.w}. */
  double[] memory(String name);

  /** Says how often the recipe's first plateau came to a stall. */
  void stalls(long count);

  /**
   * Forward and backward in training mode, which moves states on.
   *
   * @param ports rows of each input and target
   */
  Gradients gradient(Map<String, double[]> ports, int rows);

  /**
   * The optimizer's step.
   *
   * @param gradients of each trained parameter
   * @param step from 1
   */
  void update(Map<String, double[]> gradients, long step, long totalSteps);

  /** Forward in serving mode. */
  double[] predict(String output, Map<String, double[]> ports, int rows);

  /** What {@link #gradient} gives. */
  record Gradients(Map<String, Double> losses, Map<String, double[]> byPath) {
    double loss(String name) {
      return Objects.requireNonNull(losses.get(name), name);
    }

    double[] of(String path) {
      return Objects.requireNonNull(byPath.get(path), path);
    }
  }
}
