package dev.tulle.compiler.vectors;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Uses of every block and function of the standard library, to be differentiated. In each, {@code
 * x} and {@code t} are [2, 4] tensors of numbers from -2 to 2 that differ from row to row, {@code
 * label} is two classes below 4, and {@code a} holds all of {@code x} as a parameter.
 */
final class LibraryExamples {
  static final List<Integer> SAME = List.of(2, 4);
  static final List<Integer> NUMBER = List.of();

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
    norms();
    WindowExamples.addTo(this);
    losses();
    penalties();
    attention();
    augmentations();
  }

  static Map<String, List<Example>> byName() {
    return new LibraryExamples().byName;
  }

  /** What mixes rows, and so is of augmentations alone; {@link AugmentationsTest} has them. */
  static final Set<String> OF_BATCHES = Set.of("mixup", "cutmix");

  /** Functions that are constant between their steps: no gradient passes them. */
  static final Map<String, String> STEPS =
      Map.of("argmax", "mean(argmax(x))", "accuracy", "accuracy(x, label)");

  void add(String name, List<Integer> shape, String... expressions) {
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
            "selu",
            "softsign",
            "sigmoid",
            "gelu",
            "gelu_tanh",
            "silu",
            "softplus",
            "mish",
            "log_sigmoid")) {
      add(name, SAME, name + "(x)", name + "(40 * x)");
    }
    add("leaky_relu", SAME, "leaky_relu(x)", "leaky_relu(40 * x, slope = 0.3)");
    for (String name : List.of("elu", "celu")) {
      add(name, SAME, name + "(x)", name + "(40 * x)", name + "(x, alpha = 0.4)");
    }
    for (String name : List.of("relu6", "hard_tanh", "hard_sigmoid", "hard_swish")) {
      add(name, SAME, name + "(5 * x)");
    }
    add("softmax", SAME, "softmax(x)", "softmax(40 * x)", "softmax(x, axis = 0)");
    add("log_softmax", SAME, "log_softmax(x)", "log_softmax(40 * x)", "log_softmax(x, axis = 0)");
    add("glu", List.of(2, 2), "glu(x)");
    add("flatten", List.of(8), "flatten(x)");
  }

  private void blocks() {
    add("Prelu", SAME, "x -> Prelu");
    add("Dense", List.of(2, 3), "x -> Dense(3)", "x -> Dense(3, bias = false)");
    add("Dropout", SAME, "x -> Dropout(0.3)");
    add("Residual", SAME, "x -> Residual(Dense(4) -> tanh)");
    add("LayerNorm", SAME, "x -> LayerNorm", "x -> LayerNorm(epsilon = 0.5)");
    add("RmsNorm", SAME, "x -> RmsNorm", "x -> RmsNorm(epsilon = 0.5)");
    add(
        "RnnCell",
        List.of(2, 3),
        "x -> scan(RnnCell(3), from = 0)",
        "x -> scan(RnnCell(3, bias = false), from = 1)");
    byName.put(
        "LstmCell",
        List.of(
            new Example(
                "LstmCell",
                "let (said, kept) = x -> scan(LstmCell(3), from = (0, 0.5))",
                "said * kept",
                List.of(2, 3)),
            new Example(
                "LstmCell",
                "let (said, kept) = x -> scan(LstmCell(3, bias = false), from = (1, 0))",
                "said + kept",
                List.of(2, 3))));
    add(
        "GruCell",
        List.of(2, 3),
        "x -> scan(GruCell(3, bias = false), from = 0.5, reverse = true)");
    add("last", NUMBER, "sum(last(x)^2)");
    add("first", NUMBER, "sum(first(x)^3)");
    add("Rnn", List.of(2, 3), "x -> Rnn(3)", "x -> Rnn(3, bias = false, reverse = true)");
    add("Lstm", List.of(2, 3), "x -> Lstm(3)", "x -> Lstm(3, bias = false, reverse = true)");
    add("Gru", List.of(2, 3), "x -> Gru(3)", "x -> Gru(3, bias = false)");
    add("Bidirectional", SAME, "x -> Bidirectional(Rnn(1), Gru(3, reverse = true))");
  }

  private void norms() {
    add("BatchNorm", SAME, "x -> BatchNorm", "x -> BatchNorm(momentum = 0.5, epsilon = 0.5)");
    add("batch_variance", SAME, "x * batch_variance(x)");
    add("GroupNorm", SAME, "x -> GroupNorm(2)", "x -> GroupNorm(1, epsilon = 0.5)");
    add("InstanceNorm", SAME, "(x^2) -> InstanceNorm", "x -> InstanceNorm(epsilon = 0.5)");
    add("Maxout", List.of(2, 3), "x -> Maxout(3, pieces = 2)");
    add("DropPath", SAME, "x -> DropPath(0.3)");
    add("SpatialDropout", SAME, "x -> SpatialDropout(0.3)");
  }

  private void losses() {
    for (String name :
        List.of(
            "mse", "mae", "poisson_nll", "hinge", "log_cosh", "cosine_similarity", "rmse", "r2")) {
      add(name, NUMBER, name + "(x, t)");
    }
    add("huber", NUMBER, "huber(x, t)", "huber(x, t, delta = 0.3)");
    add(
        "cross_entropy",
        NUMBER,
        "cross_entropy(x, label)",
        "cross_entropy(40 * x, label, smooth = 0.2)",
        "cross_entropy(x, label, weights = [1, 0.5, 3, 0], mask = sum[k](t[..., k]^2))");
    add(
        "weighted_cross_entropy",
        NUMBER,
        "weighted_cross_entropy(x, label, weights = [1, 0.5, 3, 0])",
        "weighted_cross_entropy(x, label, 0.2, [1, 0.5, 3, 2], mask = sum[k](t[..., k]^2))",
        "weighted_cross_entropy(x, label, mask = sum[k](x[..., k]^2))");
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

  /** A user's net may use them too, as far as they draw while it is trained. */
  private void augmentations() {
    add(
        "random",
        SAME,
        "if training then x * random(x) else x",
        "if training then x * random(x, low = 2, high = 3) else x");
    for (String call :
        List.of(
            "move(%s, down = 0.3, right = -0.6, height = 0.7, width = 1.5)",
            "spin(%s, 40)",
            "slant(%s, 20)",
            "shift(%s, 0.4)",
            "rotate(%s, degrees = 30)",
            "scale(%s, 0.3)",
            "shear(%s, degrees = 20)",
            "crop(%s, 0.4)",
            "pad_crop(%s, 1, padding = mean)",
            "flip_x(%s, probability = 0.7)",
            "flip_y(%s, probability = 0.7)",
            "erase(%s, 0.3, ratio = 2, probability = 0.9, value = 0.5)",
            "brightness(%s, 0.5)",
            "contrast(%s, 0.5)",
            "noise(%s, 0.5)")) {
      String picture = call.formatted("reshape(x, [2, 4, 1])");
      add(
          call.replaceAll("\\W.*", ""),
          SAME,
          "if training then reshape(" + picture + ", [2, 4]) else x");
    }
  }

  private void penalties() {
    add("l1", NUMBER, "l1(a)");
    add("l2", NUMBER, "l2(a)");
    add("elastic", NUMBER, "elastic(a)", "elastic(a, mix = 0.2)");
    add("orthogonality", NUMBER, "orthogonality(a)", "orthogonality(a[0, ...])");
    add("activity", NUMBER, "activity(x, l1 = 0.5, l2 = 0.25)");
  }

  /** Sequences of two positions with four features. */
  private void attention() {
    add("Embed", List.of(2, 3), "label -> Embed(3)");
    add(
        "Positions",
        SAME,
        "x -> Positions",
        "x -> Positions(kind = sinusoidal)",
        "x -> Positions(kind = rotary, base = 4)");
    String scores = "sum[e](x[i, e] * t[j, e])";
    byName.put(
        "causal",
        List.of(
            new Example(
                "causal", "let s[i, j] = " + scores, "softmax(causal(s)) -> Dense(4)", SAME)));
    add(
        "Attention",
        SAME,
        "(x, t, x) -> Attention",
        "(x, 40 * t, x) -> Attention(causal = true, drop = 0.3)",
        // Of the keys some, and of both some for each query: numbers of `t` are above 0 or below.
        "(x, t, x) -> Attention(mask = t[..., 0])",
        "(x, t, x^2) -> Attention(causal = true, mask = slice(t, axis = 1, start = 0, size = 2))");
    add(
        "GroupedAttention",
        SAME,
        "(reshape(x, [2, 2, 2]), reshape(slice(t, 1, 0, 2), [2, 1, 2]), reshape(slice(t, 1, 2, 2), [2, 1, 2])) -> GroupedAttention(causal = true, rotary = true)",
        "(reshape(x, [2, 2, 2]), reshape(t, [2, 2, 2]), reshape(x^2, [2, 2, 2])) -> GroupedAttention(mask = t[..., 0], drop = 0.3)");
    add(
        "MultiHeadAttention",
        SAME,
        "x -> MultiHeadAttention(2)",
        "x -> MultiHeadAttention(4, groups = 2, causal = true, bias = false)",
        "x -> MultiHeadAttention(2, groups = 1, rotary = true, mask = t[0, 0])",
        "x -> MultiHeadAttention(2, drop = 0.3, mask = slice(t, axis = 1, start = 0, size = 2))");
    add(
        "CrossAttention",
        SAME,
        "(x, slice(t, 1, 0, 3)) -> CrossAttention(2)",
        "(x, slice(t, 1, 0, 3)) -> CrossAttention(2, groups = 1, mask = t[..., 0], drop = 0.3)",
        "(x, reshape(t, [4, 2])) -> CrossAttention(4, groups = 2, mask = t, bias = false)");
  }
}
