package dev.tulle.compiler.vectors;

import dev.tulle.compiler.source.SourceFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A net around the loss of a case, in which the predictions are a parameter. */
final class LossNet implements CaseNet {
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

  /** Classes are the second axis of PyTorch's predictions and the last one of ours. */
  private List<Integer> order() {
    return Axes.lastly(vectors.shape("in.prediction").size(), classes ? 1 : -1);
  }

  /** The sizes of a row; a number by itself is an axis of one. */
  private static List<Integer> row(List<Integer> shape) {
    return shape.size() == 1 ? List.of(1) : shape.subList(1, shape.size());
  }

  @Override
  public SourceFile file() {
    List<Integer> row = row(Axes.permute(vectors.shape("in.prediction"), order()));
    List<String> sizes = new ArrayList<>(row.stream().map(String::valueOf).toList());
    var text = new NetText(vectors.module()).port("input", "pick", List.of(rows()));
    if (classes) {
      text.dim("kind", row.get(row.size() - 1));
      text.classes("target", "kind", row.subList(0, row.size() - 1));
      sizes.set(sizes.size() - 1, "kind");
    } else {
      text.port("target", "target", row);
    }
    text.line("param prediction: [%d, %s] = 0".formatted(rows(), String.join(", ", sizes)));
    String axes =
        IntStream.range(0, row.size()).mapToObj(a -> "a" + a).collect(Collectors.joining(", "));
    text.line("let p[%1$s] = sum[row](pick[row] * prediction[row, %1$s])".formatted(axes));
    return text.line("output y = p").line("loss total = " + expression).file();
  }

  private int rows() {
    return vectors.shape("in.prediction").get(0);
  }

  @Override
  public int capacity() {
    return rows();
  }

  @Override
  public void check(Machine machine, double tolerance) {
    var comparison = new Comparison(vectors, tolerance);
    machine.set("prediction", comparison.given("in.prediction", order()));
    Machine.Gradients got =
        machine.gradient(
            Map.of("pick", LayerNet.identity(rows()), "target", comparison.given("in.target")),
            rows());
    comparison.check("out.loss", new double[] {got.loss("total")});
    comparison.check("grad.in.prediction", got.of("prediction"), order());
    comparison.finish();
  }

  @Override
  public double tolerance() {
    return Agreement.ofFloat(vectors.tensor("in.prediction"));
  }

  @Override
  public String toString() {
    return vectors.toString();
  }
}
