package dev.tulle.compiler.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The language's words for a layer of PyTorch.
 *
 * @param statement what has to stand before the expression; may be empty
 * @param expression of the input {@code x}
 * @param parameters the path in the net for each `param.` of the case
 * @param features the axis of the case's input and output that comes last in the language
 * @param loss the expression whose gradient is asked for, {@code y} being that of serving
 */
record LayerText(
    String statement,
    String expression,
    Map<String, String> parameters,
    int features,
    String loss) {

  /** Functions whose name in the language is that of the case, and that take nothing else. */
  private static final Set<String> PLAIN =
      Set.of(
          "relu",
          "selu",
          "gelu",
          "gelu_tanh",
          "silu",
          "mish",
          "softplus",
          "softsign",
          "sigmoid",
          "hard_sigmoid",
          "hard_swish",
          "tanh",
          "hard_tanh",
          "relu6",
          "log_sigmoid",
          "exp",
          "sin",
          "cos",
          "erf");

  /** Functions along any axis. */
  private static final Set<String> OF_AXIS = Set.of("softmax", "log_softmax");

  /** Functions of each number that take arguments. */
  private static final Set<String> ELEMENTWISE = Set.of("leaky_relu", "elu", "celu");

  /** Blocks that walk along the first axis of a row. */
  static final Set<String> RECURRENT = Set.of("rnn", "lstm", "gru");

  /** Blocks that look at several positions of a sequence, or look vectors up. */
  static final Set<String> ATTENTION = Set.of("embedding", "attention", "multi_head_attention");

  private static final Set<String> OTHERS =
      Set.of("glu", "prelu", "dense", "layer_norm", "rms_norm");

  /** The ops that {@link #of} knows. */
  static Set<String> covered() {
    Set<String> covered = new TreeSet<>(PLAIN);
    covered.addAll(OF_AXIS);
    covered.addAll(ELEMENTWISE);
    covered.addAll(OTHERS);
    covered.addAll(WindowText.covered());
    covered.addAll(RECURRENT);
    covered.addAll(ATTENTION);
    return covered;
  }

  /** Whether all axes of a case can be those of one tensor: none of them has to be the batch. */
  static boolean hasNoBatch(VectorCase vectors) {
    return !WindowText.covered().contains(vectors.op)
        && !RECURRENT.contains(vectors.op)
        && !ATTENTION.contains(vectors.op);
  }

  /**
   * Whether the first axis of a case can be the batch: nothing looks along it, and there is one.
   */
  static boolean hasRows(VectorCase vectors) {
    if (hasNoBatch(vectors) && vectors.shape("in.x").size() == 1) {
      return false;
    }
    boolean along = OF_AXIS.contains(vectors.op) || vectors.op.equals("glu");
    return !along || axis(vectors, vectors.attributes()) > -vectors.shape("in.x").size();
  }

  /** The axis that a case names, counted from the end, below 0. */
  private static int axis(VectorCase vectors, Attributes attributes) {
    int axis = attributes.whole("axis", -1);
    return axis < 0 ? axis : axis - vectors.shape("in.x").size();
  }

  /** Whether each number of the output depends on one of the input alone. */
  static boolean isElementwise(VectorCase vectors) {
    return PLAIN.contains(vectors.op) || ELEMENTWISE.contains(vectors.op);
  }

  /** The text for a case. */
  static LayerText of(VectorCase vectors) {
    Attributes attributes = vectors.attributes();
    LayerText text = of(vectors, attributes);
    attributes.assertAllTaken();
    return text;
  }

  private static LayerText of(VectorCase vectors, Attributes attributes) {
    if (PLAIN.contains(vectors.op)) {
      return function(vectors.op + "(x)", -1);
    }
    if (WindowText.covered().contains(vectors.op)) {
      return WindowText.of(vectors, attributes);
    }
    if (OF_AXIS.contains(vectors.op)) {
      return function("%s(x, axis = %d)".formatted(vectors.op, axis(vectors, attributes)), -1);
    }
    if (RECURRENT.contains(vectors.op)) {
      return recurrent(vectors.op, attributes);
    }
    return switch (vectors.op) {
      // Halves are those of the last axis.
      case "glu" -> function("glu(x)", axis(vectors, attributes));
      case "leaky_relu" ->
          function(call("leaky_relu", attributes.arguments("negative_slope", "slope")), -1);
      case "elu", "celu" -> function(call(vectors.op, attributes.arguments("alpha", "alpha")), -1);
      case "prelu" -> layer("Prelu", "", Map.of("alpha", "slope"), 1);
      case "dense" ->
          layer(
              "Dense",
              attributes.arguments("units", "units", "bias", "bias"),
              Map.of("weight", "w", "bias", "b"),
              -1);
      case "layer_norm" ->
          layer(
              "LayerNorm",
              attributes.arguments("epsilon", "epsilon"),
              Map.of("scale", "gain", "shift", "shift"),
              -1);
      case "embedding" -> {
        // How many entries there are is what the dim of the input says.
        assertThat(attributes.whole("entries", 0)).isEqualTo(vectors.shape("param.weight").get(0));
        yield layer("Embed", attributes.any("size"), Map.of("weight", "w"), -1);
      }
      case "attention" ->
          function(
              "(q, k, v) -> Attention(%s)".formatted(attributes.arguments("causal", "causal")), -1);
      case "multi_head_attention" ->
          layer(
              "MultiHeadAttention",
              attributes.arguments("heads", "heads", "causal", "causal"),
              Map.of(
                  "in_weight", "qkv.w",
                  "in_bias", "qkv.b",
                  "out_weight", "out.w",
                  "out_bias", "out.b"),
              -1);
      case "rms_norm" ->
          layer("RmsNorm", attributes.arguments("epsilon", "epsilon"), Map.of("scale", "gain"), -1);
      default -> throw new IllegalArgumentException("no text for " + vectors.op);
    };
  }

  private static String call(String function, String arguments) {
    return function + "(x" + (arguments.isEmpty() ? "" : ", " + arguments) + ")";
  }

  static LayerText function(String expression, int features) {
    return new LayerText("", expression, Map.of(), features, "y");
  }

  /** The same with the gradient of another expression. */
  LayerText withLoss(String other) {
    return new LayerText(statement, expression, parameters, features, other);
  }

  static LayerText layer(String block, String arguments, Map<String, String> names, int features) {
    var paths = new LinkedHashMap<String, String>();
    names.forEach((theirs, ours) -> paths.put("param." + theirs, "layer." + ours));
    return new LayerText(
        "let layer = %s(%s)".formatted(block, arguments), "x -> layer", paths, features, "y");
  }

  /** PyTorch adds two biases up where one would do; the case's test adds them up before. */
  private static LayerText recurrent(String op, Attributes attributes) {
    boolean both = attributes.truth("bidirectional", false);
    String units = attributes.arguments("units", "units");
    String last = attributes.truth("return_sequence", true) ? "" : " -> last";
    String block = op.substring(0, 1).toUpperCase(Locale.ROOT) + op.substring(1);
    boolean two = op.equals("gru");
    var paths = new LinkedHashMap<String, String>();
    for (String side : both ? List.of("", "_reverse") : List.of("")) {
      String cell = "layer." + (both ? side.isEmpty() ? "forward." : "backward." : "") + "cell.";
      paths.put("param.weight_ih_l0" + side, cell + "wx");
      paths.put("param.weight_hh_l0" + side, cell + "wh");
      paths.put("param.bias_ih_l0" + side, cell + (two ? "bx" : "b"));
      paths.put("param.bias_hh_l0" + side, cell + (two ? "bh" : "b"));
    }
    String one = block + "(" + units + ")";
    String statement =
        both
            ? "let layer = Bidirectional(%s, %s(%s, reverse = true))".formatted(one, block, units)
            : "let layer = " + one;
    return new LayerText(statement, "x -> layer" + last, paths, -1, "y");
  }

  /** The order of a parameter's axes in the language: PyTorch's weights are [out, in]. */
  static List<Integer> order(VectorCase vectors, String parameter) {
    int rank = vectors.shape(parameter).size();
    if (vectors.op.equals("embedding")) {
      return List.of(0, 1);
    }
    return rank == 1 ? List.of(0) : WindowText.order(vectors, rank);
  }
}
