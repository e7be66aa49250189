package dev.tulle.compiler.vectors;

import dev.tulle.runtime.Layout;
import dev.tulle.runtime.Model;
import dev.tulle.runtime.Port;
import dev.tulle.runtime.TrainingNet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Runs the generated classes of a program, in float. */
final class GeneratedMachine implements Machine {
  private static final long SEED = 1;

  private final TrainingNet net;

  /**
   * @param lengths of the dims that vary
   */
  GeneratedMachine(TrainingNet net, int... lengths) {
    this.net = net;
    net.lengths(lengths);
    net.initialize(SEED);
  }

  @Override
  public void set(String path, double[] elements) {
    put(net.weights, net.layout().entry(path), elements);
  }

  @Override
  public double[] get(String path) {
    return doubles(net.weights, net.layout().entry(path));
  }

  @Override
  public double[] memory(String name) {
    return doubles(net.slots, net.slotLayout().entry(name));
  }

  @Override
  public void stalls(long count) {
    net.stalls[0] = count;
  }

  @Override
  public Gradients gradient(Map<String, double[]> ports, int rows) {
    // What a kernel forgets to write shows.
    Arrays.fill(net.workspace, Float.NaN);
    ports.forEach(
        (name, elements) -> {
          int offset = net.offset(name);
          for (int i = 0; i < elements.length; i++) {
            net.workspace[offset + i] = (float) elements[i];
          }
        });
    net.gradient(rows, SEED, 1);
    var losses = new HashMap<String, Double>();
    for (int i = 0; i < net.losses().size(); i++) {
      losses.put(net.losses().get(i), net.lossValues[i]);
    }
    var gradients = new HashMap<String, double[]>();
    for (Layout.Entry entry : net.layout().entries()) {
      if (entry.trained()) {
        gradients.put(entry.name(), doubles(net.gradients, entry));
      }
    }
    return new Gradients(losses, gradients);
  }

  @Override
  public void update(Map<String, double[]> gradients, long step, long totalSteps) {
    gradients.forEach((path, g) -> put(net.gradients, net.layout().entry(path), g));
    net.update(step, totalSteps, totalSteps);
  }

  @Override
  public double[] predict(String output, Map<String, double[]> ports, int rows) {
    Model model = net.model(Map.of());
    List<Port> inputs = model.inputs();
    float[][] given = new float[inputs.size()][];
    for (int i = 0; i < given.length; i++) {
      double[] elements = Objects.requireNonNull(ports.get(inputs.get(i).name()));
      given[i] = new float[elements.length];
      for (int e = 0; e < elements.length; e++) {
        given[i][e] = (float) elements[e];
      }
    }
    List<Port> outputs = model.outputs();
    float[][] results = new float[outputs.size()][];
    int wanted = -1;
    for (int i = 0; i < results.length; i++) {
      results[i] = new float[rows * net.width(outputs.get(i))];
      wanted = outputs.get(i).name().equals(output) ? i : wanted;
    }
    model.predict(given, rows, results);
    float[] found = results[wanted];
    return doubles(found, 0, found.length);
  }

  private static void put(float[] array, Layout.Entry entry, double[] elements) {
    if (elements.length != entry.count()) {
      throw new IllegalArgumentException(elements.length + " elements for " + entry);
    }
    for (int i = 0; i < elements.length; i++) {
      array[entry.offset() + i] = (float) elements[i];
    }
  }

  private static double[] doubles(float[] array, Layout.Entry entry) {
    return doubles(array, entry.offset(), entry.count());
  }

  private static double[] doubles(float[] array, int from, int count) {
    double[] elements = new double[count];
    for (int i = 0; i < count; i++) {
      elements[i] = array[from + i];
    }
    return elements;
  }
}
