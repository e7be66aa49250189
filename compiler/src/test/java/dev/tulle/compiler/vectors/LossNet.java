package dev.tulle.compiler.vectors;

import dev.tulle.compiler.source.SourceFile;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A net around the loss of a case, in which the predictions are a parameter. */
final class LossNet {
  /** Losses whose name and arguments are the case's. */
  private static final Set<String> PLAIN =
      Set.of(
          "mse",
          "mae",
          "cross_entropy",
          "cross_entropy_large",
          "kl_divergence",
          "poisson_nll",
          "hinge",
          "log_cosh",
          "cosine_similarity");

  private static final Set<String> OTHERS =
      Set.of(
          "huber",
          "cross_entropy_smoothed",
          "cross_entropy_soft",
          "cross_entropy_weighted",
          "binary_cross_entropy",
          "binary_cross_entropy_large",
          "nll");

  private final VectorCase vectors;
  private final boolean classes;
  private final String expression;

  LossNet(VectorCase vectors) {
    this.vectors = vectors;
    this.classes = vectors.shape("in.target").size() < vectors.shape("in.prediction").size();
    Attributes attributes = vectors.attributes();
    this.expression = expression(attributes);
    attributes.assertAllTaken();
  }

  /** The ops that have a text. */
  static Set<String> covered() {
    Set<String> covered = new TreeSet<>(PLAIN);
    covered.addAll(OTHERS);
    return covered;
  }

  private String expression(Attributes attributes) {
    if (PLAIN.contains(vectors.op)) {
      return call(vectors.op.replace("_large", ""), "");
    }
    return switch (vectors.op) {
      case "huber" -> call("huber", attributes.arguments("delta", "delta"));
      case "cross_entropy_smoothed" ->
          call("cross_entropy", attributes.arguments("label_smoothing", "smooth"));
      case "cross_entropy_soft" -> call("soft_cross_entropy", "");
      case "cross_entropy_weighted" ->
          call(
              "cross_entropy", "weights = " + Arrays.toString(attributes.numbers("class_weights")));
      case "binary_cross_entropy", "binary_cross_entropy_large" ->
          call("binary_cross_entropy", attributes.arguments("from_logits", "from_logits"));
      // PyTorch's case takes the logarithm of the softmax first.
      case "nll" -> "nll(log_softmax(p), target)";
      default -> throw new IllegalArgumentException("no text for the loss " + vectors.op);
    };
  }

  private static String call(String function, String arguments) {
    return function + "(p, target" + (arguments.isEmpty() ? "" : ", " + arguments) + ")";
  }

  SourceFile file() {
    List<Integer> shape = vectors.shape("in.prediction");
    int last = shape.get(shape.size() - 1);
    var text = new NetText(vectors.name).dim("kind", last);
    text.port("input", "pick", shape.subList(0, 1));
    text.line("param prediction: [%d, kind] = 0".formatted(shape.get(0)));
    if (classes) {
      text.classes("target", "kind", List.of());
    } else {
      text.port("target", "target", List.of(last));
    }
    text.line("let p[k] = sum[row](pick[row] * prediction[row, k])");
    return text.line("output y = p").line("loss total = " + expression).file();
  }

  /** Runs the net and holds the loss and its gradient against the case's. */
  void check(Machine machine, double tolerance) {
    int rows = vectors.shape("in.prediction").get(0);
    machine.set("prediction", vectors.tensor("in.prediction"));
    Machine.Gradients got =
        machine.gradient(
            Map.of("pick", LayerNet.identity(rows), "target", vectors.tensor("in.target")), rows);
    Agreement.check(
        "out.loss", new double[] {got.loss("total")}, vectors.tensor("out.loss"), tolerance);
    Agreement.check(
        "grad.in.prediction",
        got.of("prediction"),
        vectors.tensor("grad.in.prediction"),
        tolerance);
  }

  double tolerance() {
    return Agreement.ofFloat(vectors.tensor("in.prediction"));
  }
}
