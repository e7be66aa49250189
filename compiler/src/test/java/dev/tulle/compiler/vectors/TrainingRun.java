package dev.tulle.compiler.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A net trained on the digits in the order of their file, as a case of PyTorch's was. */
final class TrainingRun implements CaseNet {
  private static final double LOSS_TOLERANCE = 1e-3;
  private static final double NO_GRADIENT = 1e-5;

  private final VectorCase vectors;

  private final TrainingNote note;
  private final int steps;
  private final int batch;

  TrainingRun(VectorCase vectors) {
    this.vectors = vectors;
    this.note = new TrainingNote(vectors);
    Attributes attributes = vectors.attributes();
    steps = attributes.whole("steps", 0);
    batch = attributes.whole("batch", 0);
    attributes.assertAllTaken();
  }

  @Override
  public int capacity() {
    return batch;
  }

  /** PyTorch's own run has steps of {@link #forget what rounding leaves}. */
  @Override
  public double exactTolerance() {
    return note.unmoved().isEmpty() ? Agreement.DOUBLE : 1e-7;
  }

  /**
   * Of outputs and weights after a run in float, whose steps each round anew. Adam makes steps of
   * one size of gradients of any; with norms over the batch some are hardly more than rounding.
   */
  @Override
  public double tolerance() {
    return note.unmoved().isEmpty() ? 1e-3 : 1e-2;
  }

  @Override
  public SourceFile file() {
    var text = new NetText(vectors.module()).dim("digit", 10);
    text.port("input", "pixels", List.of(64)).classes("label", "digit", List.of());
    note.statements().forEach(text::line);
    return text.line("output logits = " + note.pipeline())
        .line("loss fit = cross_entropy(logits, label)")
        .optimizer(note.optimizer())
        .file();
  }

  /** Trains and holds every loss, the outputs and the weights against the case's. */
  @Override
  public void check(Machine machine, double tolerance) {
    var comparison = new Comparison(vectors, tolerance);
    List<double[]> digits = digits();
    note.places()
        .forEach(
            (ours, theirs) -> {
              String tensor = "init." + theirs;
              machine.set(ours, comparison.given(tensor, LayerText.order(vectors, tensor)));
            });
    double[] losses = comparison.wanted("out.losses");
    assertThat(losses).hasSize(steps);
    for (int step = 1; step <= steps; step++) {
      Map<String, double[]> ports = rows(digits, (step - 1) * batch, batch);
      Machine.Gradients gradients = machine.gradient(ports, batch);
      double want = losses[step - 1];
      Agreement.within(
          "out.losses at step " + step,
          new double[] {gradients.loss("fit")},
          new double[] {want},
          LOSS_TOLERANCE * Math.abs(want));
      note.unmoved().forEach(path -> forget(gradients, path));
      machine.update(gradients.byPath(), step, steps);
    }
    int evaluated = vectors.shape("out.eval16").get(0);
    Map<String, double[]> first = new LinkedHashMap<>(rows(digits, 0, evaluated));
    first.remove("label");
    comparison.check("out.eval16", machine.predict("logits", first, evaluated));
    note.places()
        .forEach(
            (ours, theirs) -> {
              String tensor = "final." + theirs;
              comparison.check(tensor, machine.get(ours), LayerText.order(vectors, tensor));
            });
    comparison.finish();
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

  @Override
  public String toString() {
    return vectors.toString();
  }
}
