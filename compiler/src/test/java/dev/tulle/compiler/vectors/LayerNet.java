package dev.tulle.compiler.vectors;

import dev.tulle.compiler.source.SourceFile;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A net around the layer of a case whose loss is the sum of output times `gradout`, and in which
 * the layer's input is a parameter, so that its gradient is asked for as well.
 */
final class LayerNet implements CaseNet {
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
    return vectors.isWhole("in." + input);
  }

  private List<Integer> shape(String tensor) {
    return Axes.permute(vectors.shape(tensor), order(tensor));
  }

  private int batch() {
    return rows ? vectors.shape("in." + inputs().get(0)).get(0) : 1;
  }

  @Override
  public SourceFile file() {
    List<Integer> y = shape("out.y");
    var text = new NetText(vectors.module() + (rows ? "_rows" : "_whole"));
    if (rows) {
      text.port("input", "pick", List.of(batch()));
      for (String input : inputs()) {
        List<Integer> sizes = shape("in." + input);
        if (isIndex(input)) {
          text.dim("entry", vectors.shape("param.weight").get(0));
          text.classes("input", input, "entry", sizes.subList(1, sizes.size()));
        } else {
          rowsOf(text, input, sizes);
        }
      }
      rowsOf(text, "gradout", y);
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

  /** A tensor of which each row of the batch is a part of one parameter. */
  private static void rowsOf(NetText text, String name, List<Integer> sizes) {
    text.param("all_" + name, sizes);
    String own =
        IntStream.range(1, sizes.size()).mapToObj(a -> "a" + a).collect(Collectors.joining(", "));
    text.line("let %1$s[%2$s] = sum[row](pick[row] * all_%1$s[row, %2$s])".formatted(name, own));
  }

  /** The parameter that holds a tensor. */
  private String holder(String name) {
    return rows ? "all_" + name : name;
  }

  @Override
  public int capacity() {
    return rows ? batch() + 1 : 1;
  }

  @Override
  public void check(Machine machine, double tolerance) {
    var comparison = new Comparison(vectors, tolerance);
    int batch = batch();
    var ports = new HashMap<String, double[]>();
    for (String input : inputs()) {
      double[] elements = comparison.given("in." + input, order("in." + input));
      if (isIndex(input)) {
        ports.put(input, elements);
      } else {
        machine.set(holder(input), elements);
      }
    }
    machine.set(holder("gradout"), comparison.given("gradout.y", order("gradout.y")));
    ports.put(rows ? "pick" : "zero", rows ? identity(batch) : new double[1]);
    new TreeSet<>(layer.parameters().values()).forEach(ours -> set(machine, ours, comparison));
    STATES.forEach(state -> setState(machine, state, comparison));
    boolean moves = vectors.tensors().stream().anyMatch(t -> t.startsWith("newstate."));
    if (!moves) {
      double[] served = machine.predict(rows ? "y" : "served", ports, batch);
      comparison.check("out.y", served, order("out.y"));
    }
    Machine.Gradients gradients = machine.gradient(ports, batch);
    // The derivative of the sum of y * gradout by gradout is y, as training has it.
    comparison.check("out.y", gradients.of(holder("gradout")), order("out.y"));
    for (String input : inputs()) {
      String gradient = "grad.in." + input;
      if (vectors.has(gradient)) {
        comparison.check(gradient, gradients.of(holder(input)), order(gradient));
      }
    }
    for (String state : STATES) {
      if (vectors.has("newstate." + state)) {
        comparison.check("newstate." + state, machine.get("layer." + state));
      }
    }
    layer
        .parameters()
        .forEach(
            (theirs, ours) -> {
              if (vectors.has("grad." + theirs)) {
                comparison.check(
                    "grad." + theirs, gradients.of(ours), LayerText.order(vectors, theirs));
              }
            });
    comparison.finish();
  }

  private void setState(Machine machine, String state, Comparison comparison) {
    String name = "state." + state;
    if (vectors.has(name)) {
      machine.set("layer." + state, comparison.given(name));
    } else if (vectors.op.equals("batch_norm")) {
      machine.set("layer." + state, training().tensor(name));
    }
  }

  /** The case of training that holds what this one's serving uses: the one of the same numbers. */
  private VectorCase training() {
    return vectors
        .others()
        .filter(c -> c.op.equals(vectors.op) && c.has("state.mean"))
        .filter(
            c ->
                Stream.of("in.x", "param.scale", "param.shift")
                    .allMatch(t -> Arrays.equals(c.tensor(t), vectors.tensor(t))))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no case of training has the states of " + vectors));
  }

  /** Sets a parameter to the sum of the case's that it stands for. */
  private void set(Machine machine, String ours, Comparison comparison) {
    double[] sum = null;
    for (Map.Entry<String, String> entry : layer.parameters().entrySet()) {
      String theirs = entry.getKey();
      if (entry.getValue().equals(ours) && vectors.has(theirs)) {
        double[] next = comparison.given(theirs, LayerText.order(vectors, theirs));
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

  @Override
  public double tolerance() {
    if (LayerText.RECURRENT.contains(vectors.op) || LayerText.ATTENTION.contains(vectors.op)) {
      return SINGLE;
    }
    return Agreement.ofFloat(vectors.tensor("in.x"));
  }

  /** PyTorch holds a factor of these derivatives in single precision: 1/6, and 1/alpha. */
  @Override
  public double exactTolerance() {
    boolean single = vectors.op.startsWith("hard_s") || vectors.op.equals("celu");
    return single ? 1e-7 : Agreement.DOUBLE;
  }

  @Override
  public String toString() {
    return vectors + (rows ? ", by rows" : ", as a whole");
  }

  static double[] identity(int size) {
    double[] elements = new double[size * size];
    for (int i = 0; i < size; i++) {
      elements[i * size + i] = 1;
    }
    return elements;
  }
}
