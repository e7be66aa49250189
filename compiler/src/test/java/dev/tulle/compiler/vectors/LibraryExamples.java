package dev.tulle.compiler.vectors;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Uses of every block and function of the standard library, to be differentiated. In each, {@code
 * x} and {@code t} are [2, 4] tensors of numbers from -2 to 2 that differ from row to row, {@code
 * label} is two classes below 4, and {@code a} holds all of {@code x} as a parameter.
 */
final class LibraryExamples {
  private static final List<Integer> SAME = List.of(2, 4);
  private static final List<Integer> NUMBER = List.of();

  /**
   * A use.
   *
   * @param name of the block or function
   * @param before a statement that it needs; may be empty
   * @param expression what is differentiated
   * @param shape of its value
   */
  record Example(String name, String before, String expression, List<Integer> shape) {
    @Override
    public String toString() {
      return expression;
    }
  }

  private final Map<String, List<Example>> byName = new LinkedHashMap<>();

  private LibraryExamples() {
    activations();
    blocks();
    losses();
    penalties();
  }

  static Map<String, List<Example>> byName() {
    return new LibraryExamples().byName;
  }

  /** Functions that are constant between their steps: no gradient passes them. */
  static final Map<String, String> STEPS =
      Map.of("argmax", "mean(argmax(x))", "accuracy", "accuracy(x, label)");

  private void add(String name, List<Integer> shape, String... expressions) {
    var examples = new ArrayList<Example>();
    for (String expression : expressions) {
      examples.add(new Example(name, "", expression, shape));
    }
    byName.put(name, examples);
  }

  private void activations() {
    for (String name :
        List.of(
            "relu",
            "leaky_relu",
            "elu",
            "selu",
            "celu",
            "softsign",
            "sigmoid",
            "gelu",
            "gelu_tanh",
            "silu",
            "softplus",
            "mish",
            "log_sigmoid",
            "softmax",
            "log_softmax")) {
      add(name, SAME, name + "(x)", name + "(40 * x)");
    }
    for (String name : List.of("relu6", "hard_tanh", "hard_sigmoid", "hard_swish")) {
      add(name, SAME, name + "(5 * x)");
    }
    add("glu", List.of(2, 2), "glu(x)");
    add("flatten", List.of(8), "flatten(x)");
  }

  private void blocks() {
    add("Prelu", SAME, "x -> Prelu");
    add("Dense", List.of(2, 3), "x -> Dense(3)", "x -> Dense(3, bias = false)");
    add("Dropout", SAME, "x -> Dropout(0.3)");
    add("Residual", SAME, "x -> Residual(Dense(4) -> tanh)");
    add("LayerNorm", SAME, "x -> LayerNorm");
    add("RmsNorm", SAME, "x -> RmsNorm");
    add("RnnCell", List.of(2, 3), "x -> scan(RnnCell(3), from = 0)");
    byName.put(
        "LstmCell",
        List.of(
            new Example(
                "LstmCell",
                "let (said, kept) = x -> scan(LstmCell(3), from = (0, 0.5))",
                "said * kept",
                List.of(2, 3))));
    add(
        "GruCell",
        List.of(2, 3),
        "x -> scan(GruCell(3, bias = false), from = 0.5, reverse = true)");
    add("last", NUMBER, "sum(last(x)^2)");
    add("Rnn", List.of(2, 3), "x -> Rnn(3)", "x -> Rnn(3, bias = false, reverse = true)");
    add("Lstm", List.of(2, 3), "x -> Lstm(3)");
    add("Gru", List.of(2, 3), "x -> Gru(3)");
    add("Bidirectional", SAME, "x -> Bidirectional(Rnn(1), Gru(3, reverse = true))");
  }

  private void losses() {
    for (String name :
        List.of(
            "mse",
            "mae",
            "huber",
            "poisson_nll",
            "hinge",
            "log_cosh",
            "cosine_similarity",
            "rmse",
            "r2")) {
      add(name, NUMBER, name + "(x, t)");
    }
    add(
        "cross_entropy",
        NUMBER,
        "cross_entropy(x, label)",
        "cross_entropy(40 * x, label, smooth = 0.2)");
    add("nll", NUMBER, "nll(log_softmax(x), label)");
    add("perplexity", NUMBER, "perplexity(x, label)");
    add("soft_cross_entropy", NUMBER, "soft_cross_entropy(x, softmax(t))");
    add("kl_divergence", NUMBER, "kl_divergence(x, softmax(t))");
    add(
        "binary_cross_entropy",
        NUMBER,
        "binary_cross_entropy(sigmoid(x), sigmoid(t))",
        "binary_cross_entropy(40 * x, sigmoid(t), from_logits = true)");
  }

  private void penalties() {
    add("l1", NUMBER, "l1(a)");
    add("l2", NUMBER, "l2(a)");
  }
}
