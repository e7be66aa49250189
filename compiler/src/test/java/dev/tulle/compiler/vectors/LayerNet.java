package dev.tulle.compiler.vectors;

import dev.tulle.compiler.source.SourceFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A net around the layer of a case whose loss is the sum of output times `gradout`, and in which
 * the layer's input is a parameter, so that its gradient is asked for as well.
 */
final class LayerNet {
  private static final List<String> STATES = List.of("mean", "variance");

  /** What rounding leaves of single precision from step to step, and in a softmax. */
  private static final double SINGLE = 2e-4;

  private final VectorCase vectors;
  private final LayerText layer;
  private final boolean rows;

  /**
   * @param rows whether the case's first axis is the batch; else all axes are the tensor's own and
   *     the batch is of one row
   */
  LayerNet(VectorCase vectors, boolean rows) {
    this.vectors = vectors;
    this.layer = LayerText.of(vectors);
    this.rows = rows;
  }

  private List<Integer> order(String tensor) {
    boolean places = !tensor.endsWith(".theta");
    return Axes.lastly(vectors.shape(tensor).size(), places ? layer.features() : -1);
  }

  /** The inputs of the layer. */
  private List<String> inputs() {
    return vectors.tensors().stream()
        .filter(t -> t.startsWith("in."))
        .map(t -> t.substring("in.".length()))
        .toList();
  }

  /** Whether an input holds indices, which have no gradient. */
  private boolean isIndex(String input) {
    return !vectors.has("grad.in." + input);
  }

  private List<Integer> shape(String tensor) {
    return Axes.permute(vectors.shape(tensor), order(tensor));
  }

  private double[] elements(String tensor) {
    return Axes.permute(vectors.tensor(tensor), vectors.shape(tensor), order(tensor));
  }

  int batch() {
    return rows ? vectors.shape("in." + inputs().get(0)).get(0) : 1;
  }

  SourceFile file() {
    List<Integer> y = shape("out.y");
    var text = new NetText(vectors.name + (rows ? "_rows" : "_whole"));
    if (rows) {
      text.port("input", "pick", List.of(batch()));
      text.port("target", "gradout", y.subList(1, y.size()));
      for (String input : inputs()) {
        List<Integer> sizes = shape("in." + input);
        if (isIndex(input)) {
          text.dim("entry", vectors.shape("param.weight").get(0));
          text.classes("input", input, "entry", sizes.subList(1, sizes.size()));
          continue;
        }
        text.param("all_" + input, sizes);
        String own =
            IntStream.range(1, sizes.size())
                .mapToObj(a -> "a" + a)
                .collect(Collectors.joining(", "));
        text.line(
            "let %1$s[%2$s] = sum[row](pick[row] * all_%1$s[row, %2$s])".formatted(input, own));
      }
    } else {
      text.port("input", "zero", List.of(1));
      text.param("x", shape("in.x"));
      text.param("gradout", y);
    }
    text.line(layer.statement());
    text.line((rows ? "output" : "let") + " y = " + layer.expression());
    if (rows) {
      // The loss is a mean over the rows, and the case's gradients are those of a sum.
      text.line("loss total = %d * sum((%s) * gradout)".formatted(batch(), layer.loss()));
    } else {
      text.line("output served = y + sum(zero)");
      text.line("loss total = sum(y * gradout)");
    }
    return text.file();
  }

  /** Runs the net and holds all of its numbers against the case's. */
  void check(Machine machine, double tolerance) {
    int batch = batch();
    var ports = new HashMap<String, double[]>();
    for (String input : inputs()) {
      if (isIndex(input)) {
        ports.put(input, elements("in." + input));
      } else {
        machine.set(rows ? "all_" + input : input, elements("in." + input));
      }
    }
    if (rows) {
      ports.put("pick", identity(batch));
    } else {
      ports.put("zero", new double[1]);
      machine.set("gradout", elements("gradout.y"));
    }
    new TreeSet<>(layer.parameters().values()).forEach(ours -> set(machine, ours));
    STATES.forEach(s -> setState(machine, s));
    double[] served = machine.predict(rows ? "y" : "served", ports, batch);
    if (!vectors.has("newstate.mean")) {
      // Else the case is of training, whose output the gradients and the new states show.
      Agreement.check("out.y", served, elements("out.y"), tolerance);
    }
    if (rows) {
      ports.put("gradout", elements("gradout.y"));
    }
    Machine.Gradients gradients = machine.gradient(ports, batch);
    for (String input : inputs()) {
      if (isIndex(input)) {
        continue;
      }
      double[] byInput = gradients.of(rows ? "all_" + input : input);
      Agreement.check("grad.in." + input, byInput, elements("grad.in." + input), tolerance);
    }
    if (vectors.has("newstate.mean")) {
      double[] wanted = elements("out.y");
      double[] by = elements("gradout.y");
      double total = IntStream.range(0, by.length).mapToDouble(i -> wanted[i] * by[i]).sum();
      double loss = gradients.loss("total");
      Agreement.check("loss", new double[] {loss}, new double[] {total}, tolerance);
      STATES.forEach(
          s ->
              Agreement.check(
                  "newstate." + s,
                  machine.get("layer." + s),
                  vectors.tensor("newstate." + s),
                  tolerance));
    }
    layer
        .parameters()
        .forEach(
            (theirs, ours) -> {
              if (vectors.has(theirs)) {
                Agreement.check(
                    "grad." + theirs, gradients.of(ours), arranged("grad." + theirs), tolerance);
              }
            });
  }

  private void setState(Machine machine, String state) {
    if (vectors.op.equals("batch_norm")) {
      // What serving uses stands in the case of training.
      VectorCase training =
          vectors.has("state.mean") ? vectors : vectors.sibling("_eval", "_train");
      machine.set("layer." + state, training.tensor("state." + state));
    }
  }

  /** Sets a parameter to the sum of the case's that it stands for. */
  private void set(Machine machine, String ours) {
    double[] sum = null;
    for (Map.Entry<String, String> entry : layer.parameters().entrySet()) {
      if (entry.getValue().equals(ours) && vectors.has(entry.getKey())) {
        double[] next = arranged(entry.getKey());
        for (int i = 0; sum != null && i < sum.length; i++) {
          next[i] += sum[i];
        }
        sum = next;
      }
    }
    if (sum != null) {
      machine.set(ours, sum);
    }
  }

  private double[] arranged(String parameter) {
    return Axes.permute(
        vectors.tensor(parameter), vectors.shape(parameter), LayerText.order(vectors, parameter));
  }

  double tolerance() {
    if (LayerText.RECURRENT.contains(vectors.op) || LayerText.ATTENTION.contains(vectors.op)) {
      return SINGLE;
    }
    return Agreement.ofFloat(vectors.tensor("in.x"));
  }

  /** PyTorch holds the sixth of hard sigmoid's derivative in single precision. */
  double exactTolerance() {
    return vectors.op.startsWith("hard_s") ? 1e-7 : Agreement.DOUBLE;
  }

  static double[] identity(int size) {
    double[] elements = new double[size * size];
    for (int i = 0; i < size; i++) {
      elements[i * size + i] = 1;
    }
    return elements;
  }
}
