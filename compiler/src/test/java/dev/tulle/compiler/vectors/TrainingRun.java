package dev.tulle.compiler.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A perceptron trained on the digits in the order of their file, as a case of PyTorch's was. */
final class TrainingRun {
  private static final double LOSS_TOLERANCE = 1e-3;

  private final VectorCase vectors;
  private final List<List<Integer>> weights = new ArrayList<>();

  /** The case's name of each parameter's layer by its path in the net. */
  private final Map<String, String> layers = new LinkedHashMap<>();

  private final int steps;
  private final int batch;
  private final String activation;
  private final String optimizer;

  TrainingRun(VectorCase vectors) {
    this.vectors = vectors;
    Attributes attributes = vectors.attributes();
    steps = attributes.whole("steps", 0);
    batch = attributes.whole("batch", 0);
    attributes.assertAllTaken();
    // Activation and optimizer are in words in the case's note, not among its attributes.
    switch (vectors.op) {
      case "train_mlp_adam" -> {
        activation = "relu";
        optimizer = "Adam(lr = 1e-3)";
      }
      case "train_mlp_momentum_l2" -> {
        activation = "tanh";
        optimizer = "Sgd(lr = 0.05, momentum = 0.9, decay = 1e-3)";
      }
      default -> throw new IllegalArgumentException("no text for the training " + vectors.op);
    }
    for (String tensor : vectors.tensors()) {
      if (tensor.startsWith("init.") && tensor.endsWith(".weight")) {
        weights.add(vectors.shape(tensor));
        layers.put("layer" + weights.size(), tensor.substring(5, tensor.length() - 7));
      }
    }
  }

  int batch() {
    return batch;
  }

  SourceFile file() {
    int classes = weights.get(weights.size() - 1).get(0);
    var text = new NetText(vectors.name).dim("digit", classes);
    text.port("input", "pixels", List.of(weights.get(0).get(1)))
        .classes("label", "digit", List.of());
    var pipeline = new StringBuilder("pixels");
    for (int i = 0; i < weights.size(); i++) {
      boolean last = i == weights.size() - 1;
      String units = last ? "digit" : weights.get(i).get(0).toString();
      text.line("let layer%d = Dense(%s)".formatted(i + 1, units));
      pipeline.append(" -> layer").append(i + 1).append(last ? "" : " -> " + activation);
    }
    return text.line("output logits = " + pipeline)
        .line("loss fit = cross_entropy(logits, label)")
        .optimizer(optimizer)
        .file();
  }

  /** Trains and holds every loss, the outputs and the weights against the case's. */
  void check(Machine machine, double tolerance) {
    List<double[]> digits = digits();
    layers.forEach((ours, theirs) -> load(machine, ours, "init." + theirs));
    double[] losses = vectors.tensor("out.losses");
    assertThat(losses).hasSize(steps);
    for (int step = 1; step <= steps; step++) {
      Map<String, double[]> ports = rows(digits, (step - 1) * batch, batch);
      Machine.Gradients gradients = machine.gradient(ports, batch);
      double loss = gradients.loss("fit");
      assertThat(Math.abs(loss - losses[step - 1]) <= LOSS_TOLERANCE * Math.abs(losses[step - 1]))
          .as("loss at step %d: got %s, want %s", step, loss, losses[step - 1])
          .isTrue();
      machine.update(gradients.byPath(), step, steps);
    }
    int evaluated = vectors.shape("out.eval16").get(0);
    Map<String, double[]> first = new LinkedHashMap<>(rows(digits, 0, evaluated));
    first.remove("label");
    Agreement.check(
        "out.eval16",
        machine.predict("logits", first, evaluated),
        vectors.tensor("out.eval16"),
        tolerance);
    layers.forEach(
        (ours, theirs) -> {
          Agreement.check(
              ours + ".w", machine.get(ours + ".w"), transposed("final." + theirs), tolerance);
          Agreement.check(
              ours + ".b",
              machine.get(ours + ".b"),
              vectors.tensor("final." + theirs + ".bias"),
              tolerance);
        });
  }

  private void load(Machine machine, String ours, String theirs) {
    machine.set(ours + ".w", transposed(theirs));
    machine.set(ours + ".b", vectors.tensor(theirs + ".bias"));
  }

  private double[] transposed(String layer) {
    String tensor = layer + ".weight";
    return Axes.permute(vectors.tensor(tensor), vectors.shape(tensor), List.of(1, 0));
  }

  /** Pixels from 0 to 1 and the label of some rows, going round at the end of the file. */
  private static Map<String, double[]> rows(List<double[]> digits, int from, int count) {
    int pixels = digits.get(0).length - 1;
    double[] x = new double[count * pixels];
    double[] label = new double[count];
    for (int i = 0; i < count; i++) {
      double[] row = digits.get((from + i) % digits.size());
      for (int p = 0; p < pixels; p++) {
        x[i * pixels + p] = row[p] / 16;
      }
      label[i] = row[pixels];
    }
    return Map.of("pixels", x, "label", label);
  }

  /** The rows of the example's table: pixels, then the label. */
  private static List<double[]> digits() {
    try {
      List<String> lines = Files.readAllLines(Path.of("../examples/digits/digits.csv"));
      assertThat(lines.get(0)).startsWith("pixel_").endsWith("digit");
      return lines.stream()
          .skip(1)
          .map(l -> Arrays.stream(l.split(",")).mapToDouble(Double::parseDouble).toArray())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
