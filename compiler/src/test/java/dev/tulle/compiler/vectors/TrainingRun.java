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
  private static final double NO_GRADIENT = 1e-5;

  private final VectorCase vectors;

  /** The case's name of each parameter and state by its path in the net. */
  private final Map<String, String> places = new LinkedHashMap<>();

  /** Parameters that nothing depends on. */
  private final List<String> unmoved = new ArrayList<>();

  private final List<String> statements = new ArrayList<>();
  private final int steps;
  private final int batch;
  private final String pipeline;
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
        pipeline = perceptron("relu");
        optimizer = "Adam(lr = 1e-3)";
      }
      case "train_mlp_momentum_l2" -> {
        pipeline = perceptron("tanh");
        optimizer = "Sgd(lr = 0.05, momentum = 0.9, decay = 1e-3)";
      }
      case "train_cnn_bn" -> {
        pipeline =
            "reshape(pixels, [8, 8, 1])"
                + convolution(1, "0", "1")
                + " -> max_pool(2)"
                + convolution(2, "4", "5")
                + " -> global_avg_pool"
                + layer("out", "Dense(digit)", "9", "w", "b");
        optimizer = "AdamW(lr = 2e-3, decay = 0.01)";
      }
      case "train_lstm" -> {
        pipeline = recurrent();
        optimizer = "RmsProp(lr = 2e-3, rho = 0.9)";
      }
      default -> throw new IllegalArgumentException("no text for the training " + vectors.op);
    }
  }

  /** Rows of a picture as steps; PyTorch trains two biases whose sum is ours. */
  private String recurrent() {
    int units = vectors.shape("init.head.weight").get(1);
    int rows = vectors.shape("init.lstm.weight_ih_l0").get(1);
    for (String bias : List.of("ih", "hh")) {
      statements.add("param %s: [%d] = 0".formatted(bias, 4 * units));
      places.put(bias, "lstm.bias_" + bias + "_l0");
    }
    statements.add("let cell = LstmCell(%d, b = ih + hh)".formatted(units));
    statements.add(
        "let (h, _) = pixels -> reshape([%d, %d]) -> scan(cell, from = (0, 0))"
            .formatted(rows, rows));
    places.put("cell.wx", "lstm.weight_ih_l0");
    places.put("cell.wh", "lstm.weight_hh_l0");
    return "h -> last" + layer("head", "Dense(digit)", "head", "w", "b");
  }

  private String perceptron(String activation) {
    List<String> weights =
        vectors.tensors().stream()
            .filter(t -> t.startsWith("init.") && t.endsWith(".weight"))
            .map(t -> t.substring("init.".length(), t.length() - ".weight".length()))
            .toList();
    var stages = new StringBuilder("pixels");
    for (int i = 0; i < weights.size(); i++) {
      boolean last = i == weights.size() - 1;
      int units = vectors.shape("init." + weights.get(i) + ".weight").get(0);
      String block = "Dense(%s)".formatted(last ? "digit" : units);
      stages.append(layer("layer" + (i + 1), block, weights.get(i), "w", "b"));
      stages.append(last ? "" : " -> " + activation);
    }
    return stages.toString();
  }

  private String convolution(int number, String theirs, String norm) {
    int channels = vectors.shape("init." + theirs + ".weight").get(0);
    places.put("norm" + number + ".mean", norm + ".running_mean");
    places.put("norm" + number + ".variance", norm + ".running_var");
    unmoved.add("conv" + number + ".b");
    return layer("conv" + number, "Conv(%d, 3)".formatted(channels), theirs, "w", "b")
        + layer("norm" + number, "BatchNorm", norm, "gain", "shift")
        + " -> relu";
  }

  private String layer(String ours, String block, String theirs, String weight, String bias) {
    statements.add("let %s = %s".formatted(ours, block));
    places.put(ours + "." + weight, theirs + ".weight");
    places.put(ours + "." + bias, theirs + ".bias");
    return " -> " + ours;
  }

  int batch() {
    return batch;
  }

  /** PyTorch's own run has steps of {@link #forget what rounding leaves}. */
  double exactTolerance() {
    return unmoved.isEmpty() ? Agreement.DOUBLE : 1e-7;
  }

  /**
   * Of outputs and weights after a run in float, whose steps each round anew. Adam makes steps of
   * one size of gradients of any; with norms over the batch some are hardly more than rounding.
   */
  double tolerance() {
    return unmoved.isEmpty() ? 1e-3 : 1e-2;
  }

  SourceFile file() {
    var text = new NetText(vectors.name).dim("digit", 10);
    text.port("input", "pixels", List.of(64)).classes("label", "digit", List.of());
    statements.forEach(text::line);
    return text.line("output logits = " + pipeline)
        .line("loss fit = cross_entropy(logits, label)")
        .optimizer(optimizer)
        .file();
  }

  /** Trains and holds every loss, the outputs and the weights against the case's. */
  void check(Machine machine, double tolerance) {
    List<double[]> digits = digits();
    places.forEach((ours, theirs) -> machine.set(ours, arranged("init." + theirs)));
    double[] losses = vectors.tensor("out.losses");
    assertThat(losses).hasSize(steps);
    for (int step = 1; step <= steps; step++) {
      Map<String, double[]> ports = rows(digits, (step - 1) * batch, batch);
      Machine.Gradients gradients = machine.gradient(ports, batch);
      double loss = gradients.loss("fit");
      assertThat(Math.abs(loss - losses[step - 1]) <= LOSS_TOLERANCE * Math.abs(losses[step - 1]))
          .as("loss at step %d: got %s, want %s", step, loss, losses[step - 1])
          .isTrue();
      unmoved.forEach(path -> forget(gradients, path));
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
    places.forEach(
        (ours, theirs) ->
            Agreement.check(ours, machine.get(ours), arranged("final." + theirs), tolerance));
  }

  /**
   * A bias before a norm has no gradient; of what rounding leaves of one, an optimizer that divides
   * by its size would make a step like any other.
   */
  private static void forget(Machine.Gradients gradients, String path) {
    double[] gradient = gradients.of(path);
    assertThat(Arrays.stream(gradient).map(Math::abs).max().orElse(0))
        .as(path)
        .isLessThan(NO_GRADIENT);
    Arrays.fill(gradient, 0);
  }

  private double[] arranged(String tensor) {
    return Axes.permute(
        vectors.tensor(tensor), vectors.shape(tensor), LayerText.order(vectors, tensor));
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
