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

/** A net trained on the digits in the order of their file, as a case of PyTorch's was. */
final class TrainingRun {
  private static final double LOSS_TOLERANCE = 1e-3;

  private final VectorCase vectors;

  /** The case's name of each parameter by its path in the net. */
  private final Map<String, String> parameters = new LinkedHashMap<>();

  private final int steps;
  private final int batch;
  private final List<String> lines = new ArrayList<>();
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
        perceptron("relu");
        optimizer = "Adam(lr = 1e-3)";
      }
      case "train_mlp_momentum_l2" -> {
        perceptron("tanh");
        optimizer = "Sgd(lr = 0.05, momentum = 0.9, decay = 1e-3)";
      }
      case "train_lstm" -> {
        recurrent();
        optimizer = "RmsProp(lr = 2e-3, rho = 0.9)";
      }
      default -> throw new IllegalArgumentException("no text for the training " + vectors.op);
    }
  }

  private void perceptron(String activation) {
    var pipeline = new StringBuilder("pixels");
    List<String> layers =
        vectors.tensors().stream()
            .filter(t -> t.startsWith("init.") && t.endsWith(".weight"))
            .map(t -> t.substring(5, t.length() - 7))
            .toList();
    for (int i = 0; i < layers.size(); i++) {
      String ours = "layer" + (i + 1);
      boolean last = i == layers.size() - 1;
      int units = vectors.shape("init." + layers.get(i) + ".weight").get(0);
      lines.add("let %s = Dense(%s)".formatted(ours, last ? "digit" : units));
      pipeline.append(" -> ").append(ours).append(last ? "" : " -> " + activation);
      parameters.put(ours + ".w", layers.get(i) + ".weight");
      parameters.put(ours + ".b", layers.get(i) + ".bias");
    }
    lines.add("output logits = " + pipeline);
  }

  /** Rows of a picture as steps; PyTorch trains two biases whose sum is ours. */
  private void recurrent() {
    int units = vectors.shape("init.head.weight").get(1);
    int rows = vectors.shape("init.lstm.weight_ih_l0").get(1);
    for (String bias : List.of("ih", "hh")) {
      lines.add("param %s: [%d] = 0".formatted(bias, 4 * units));
      parameters.put(bias, "lstm.bias_" + bias + "_l0");
    }
    lines.add("let cell = LstmCell(%d, b = ih + hh)".formatted(units));
    lines.add(
        "let (h, _) = pixels -> reshape([%d, %d]) -> scan(cell, from = (0, 0))"
            .formatted(rows, rows));
    lines.add("let head = Dense(digit)");
    lines.add("output logits = h -> last -> head");
    parameters.put("cell.wx", "lstm.weight_ih_l0");
    parameters.put("cell.wh", "lstm.weight_hh_l0");
    parameters.put("head.w", "head.weight");
    parameters.put("head.b", "head.bias");
  }

  int batch() {
    return batch;
  }

  SourceFile file() {
    var text = new NetText(vectors.name).dim("digit", vectors.shape("out.eval16").get(1));
    text.port("input", "pixels", List.of(digits().get(0).length - 1))
        .classes("label", "digit", List.of());
    lines.forEach(text::line);
    return text.line("loss fit = cross_entropy(logits, label)").optimizer(optimizer).file();
  }

  /** Trains and holds every loss, the outputs and the weights against the case's. */
  void check(Machine machine, double tolerance) {
    List<double[]> digits = digits();
    parameters.forEach((ours, theirs) -> machine.set(ours, arranged("init." + theirs)));
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
    parameters.forEach(
        (ours, theirs) ->
            Agreement.check(ours, machine.get(ours), arranged("final." + theirs), tolerance));
  }

  private double[] arranged(String tensor) {
    List<Integer> shape = vectors.shape(tensor);
    return Axes.permute(
        vectors.tensor(tensor), shape, shape.size() == 2 ? List.of(1, 0) : List.of(0));
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
