package dev.tulle.benchmarks.compare;

import dev.tulle.runtime.Model;
import dev.tulle.runtime.Port;
import java.nio.file.Path;
import java.util.List;

/**
 * An application that loads weights, predicts one row and ends. Usage: {@code FirstPrediction CLASS
 * WEIGHTS}; it prints the time then, in milliseconds since 1970, and for how many milliseconds
 * processors have worked for it.
 */
public final class FirstPrediction {
  private FirstPrediction() {}

  /**
   * Predicts.
   *
   * @param arguments the serving class, and its weights
   */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    Class<?> type = Class.forName(arguments[0]);
    var model = (Model) type.getMethod("load", Path.class).invoke(null, Path.of(arguments[1]));
    float[][] outputs = row(model.outputs());
    model.predict(row(model.inputs()), 1, outputs);
    long now = System.currentTimeMillis();
    long cpu = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis();
    if (!Float.isFinite(outputs[0][0])) {
      throw new IllegalStateException("the net predicts " + outputs[0][0]);
    }
    System.out.println(now + " " + cpu);
  }

  private static float[][] row(List<Port> ports) {
    float[][] row = new float[ports.size()][];
    for (int i = 0; i < row.length; i++) {
      row[i] = new float[ports.get(i).width()];
    }
    return row;
  }
}
