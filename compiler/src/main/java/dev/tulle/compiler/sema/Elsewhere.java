package dev.tulle.compiler.sema;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names that other languages and libraries have, and what does the same here. */
final class Elsewhere {
  private static final String EXPRESSIONS = "a name stands alone: write what follows the dot";
  private static final String CLASSES = "for classes the loss is `cross_entropy(scores, label)`";
  private static final String PARTS = "a model is `net Name { … }`, and arrows join its layers";

  private static final String CONV =
      "the layer is `Conv(units, kernel)`, for lines, pictures and volumes: the shape of its input"
          + " tells";
  private static final String MAX_POOL = "the function is `max_pool(kernel)`, behind an arrow";
  private static final String AVG_POOL = "the function is `avg_pool(kernel)`, behind an arrow";
  private static final String BATCH_NORM = "the layer is `BatchNorm()`";
  private static final String LAYER_NORM = "the layer is `LayerNorm()`";
  private static final String GLOBAL_AVG =
      "the function is `global_avg_pool`, without parentheses behind an arrow";
  private static final String GLOBAL_MAX =
      "the function is `global_max_pool`, without parentheses behind an arrow";
  private static final String LSTM = "the block is `Lstm`: `x -> Lstm(16)`";
  private static final String GRU = "the block is `Gru`: `x -> Gru(16)`";
  private static final String RNN = "the block is `Rnn`: `x -> Rnn(16)`";
  private static final String EMBEDDING =
      "the block is `Embed(width)`; what goes in says how many symbols there are: `input x: vocab[time]`";
  private static final String MULTI_HEAD = "the block is `MultiHeadAttention(heads)`";

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("True", "write `true`"),
          Map.entry("False", "write `false`"),
          Map.entry("None", "leave the argument out: then it has its default"),
          Map.entry("null", "leave the argument out: then it has its default"),
          Map.entry("nil", "leave the argument out: then it has its default"),
          Map.entry("self", "a definition sees its own names: write what follows the dot"),
          Map.entry("np", EXPRESSIONS),
          Map.entry("tf", EXPRESSIONS),
          Map.entry("nn", EXPRESSIONS),
          Map.entry("torch", EXPRESSIONS),
          Map.entry("keras", EXPRESSIONS),
          Map.entry("layers", EXPRESSIONS),
          Map.entry("math", EXPRESSIONS),
          Map.entry(
              "Linear", "the layer is `Dense(units)`; it finds the width of its input itself"),
          Map.entry(
              "FullyConnected",
              "the layer is `Dense(units)`; it finds the width of its input itself"),
          Map.entry("Conv1D", CONV),
          Map.entry("Conv2D", CONV),
          Map.entry("Conv3D", CONV),
          Map.entry("Conv1d", CONV),
          Map.entry("Conv2d", CONV),
          Map.entry("Conv3d", CONV),
          Map.entry("Convolution2D", CONV),
          Map.entry("MaxPooling1D", MAX_POOL),
          Map.entry("MaxPooling2D", MAX_POOL),
          Map.entry("MaxPooling3D", MAX_POOL),
          Map.entry("MaxPool1d", MAX_POOL),
          Map.entry("MaxPool2d", MAX_POOL),
          Map.entry("MaxPool3d", MAX_POOL),
          Map.entry("AveragePooling1D", AVG_POOL),
          Map.entry("AveragePooling2D", AVG_POOL),
          Map.entry("AveragePooling3D", AVG_POOL),
          Map.entry("AvgPool1d", AVG_POOL),
          Map.entry("AvgPool2d", AVG_POOL),
          Map.entry("AvgPool3d", AVG_POOL),
          Map.entry("BatchNormalization", BATCH_NORM),
          Map.entry("BatchNorm1d", BATCH_NORM),
          Map.entry("BatchNorm2d", BATCH_NORM),
          Map.entry("BatchNorm3d", BATCH_NORM),
          Map.entry("LayerNormalization", LAYER_NORM),
          Map.entry("GlobalAveragePooling1D", GLOBAL_AVG),
          Map.entry("GlobalAveragePooling2D", GLOBAL_AVG),
          Map.entry("GlobalAveragePooling3D", GLOBAL_AVG),
          Map.entry("GlobalMaxPooling1D", GLOBAL_MAX),
          Map.entry("GlobalMaxPooling2D", GLOBAL_MAX),
          Map.entry("GlobalMaxPooling3D", GLOBAL_MAX),
          Map.entry("LSTM", LSTM),
          Map.entry("GRU", GRU),
          Map.entry("SimpleRNN", RNN),
          Map.entry("RNN", RNN),
          Map.entry("Embedding", EMBEDDING),
          Map.entry("PositionalEncoding", "the block is `Positions(kind = sinusoidal)`"),
          Map.entry("MultiheadAttention", MULTI_HEAD),
          Map.entry("scaled_dot_product_attention", "the block is `(q, k, v) -> Attention`"),
          Map.entry("Sequential", PARTS),
          Map.entry("Model", PARTS),
          Map.entry("Module", PARTS),
          Map.entry("Input", "an input is a line of its own: `input x: [64]`"),
          Map.entry("ReLU", "the function is `relu`, without parentheses behind an arrow"),
          Map.entry("Relu", "the function is `relu`, without parentheses behind an arrow"),
          Map.entry("LeakyReLU", "the function is `leaky_relu`"),
          Map.entry("GELU", "the function is `gelu`"),
          Map.entry("Activation", "a function follows behind an arrow: `-> relu`"),
          Map.entry("Reshape", "the function is `reshape([8, 8])`"),
          Map.entry("view", "the function is `reshape([8, 8])`"),
          Map.entry("permute", "the function is `transpose(x, axes = [1, 0])`"),
          Map.entry("cat", "the function is `concat(a, b)`"),
          Map.entry("concatenate", "the function is `concat(a, b)`"),
          Map.entry("Concatenate", "the function is `concat(a, b)`"),
          Map.entry("hstack", "the function is `concat(a, b)`"),
          Map.entry("matmul", "a product of matrices is `sum[k](a[i, k] * b[k, j])`"),
          Map.entry("dot", "an inner product is `sum(a * b)`"),
          Map.entry("pow", "a power is `x^2`"),
          Map.entry("ln", "the function is `log`"),
          Map.entry("average", "the function is `mean`"),
          Map.entry("Add", "tensors are added by `a + b`"),
          Map.entry("CrossEntropyLoss", CLASSES),
          Map.entry("CategoricalCrossentropy", CLASSES),
          Map.entry("categorical_crossentropy", CLASSES),
          Map.entry("SparseCategoricalCrossentropy", CLASSES),
          Map.entry("sparse_categorical_crossentropy", CLASSES),
          Map.entry("BCELoss", "the loss is `binary_cross_entropy(p, y)`"),
          Map.entry("binary_crossentropy", "the loss is `binary_cross_entropy(p, y)`"),
          Map.entry("MSELoss", "the loss is `mse(prediction, target)`"),
          Map.entry("mean_squared_error", "the loss is `mse(prediction, target)`"),
          Map.entry("L1Loss", "the loss is `mae(prediction, target)`"),
          Map.entry("normalize", "`standardize` brings columns to mean 0 and deviation 1"),
          Map.entry("normalise", "`standardize` brings columns to mean 0 and deviation 1"),
          Map.entry("StandardScaler", "`standardize` brings columns to mean 0 and deviation 1"),
          Map.entry(
              "to_categorical", "`column(\"a\") as kind` makes classes, `-> one_hot` numbers"),
          Map.entry("OneHotEncoder", "`column(\"a\") as kind` makes classes, `-> one_hot` numbers"),
          Map.entry("CosineAnnealingLR", "the schedule is `cosine(to = 0)`"),
          Map.entry("StepLR", "the schedule is `step(every = 10)`"));

  private static final Map<String, String> ARGUMENTS =
      Map.ofEntries(
          Map.entry("learning_rate", "lr"),
          Map.entry("weight_decay", "decay"),
          Map.entry("eps", "epsilon"),
          Map.entry("out", "units"),
          Map.entry("out_features", "units"),
          Map.entry("out_channels", "units"),
          Map.entry("filters", "units"),
          Map.entry("kernel_size", "kernel"),
          Map.entry("pool_size", "kernel"),
          Map.entry("strides", "stride"),
          Map.entry("dilation_rate", "dilation"),
          Map.entry("use_bias", "bias"),
          Map.entry("kernel_initializer", "init"),
          Map.entry("p", "rate"),
          Map.entry("label_smoothing", "smooth"),
          Map.entry("input", "prediction"),
          Map.entry("y_pred", "prediction"),
          Map.entry("y_true", "target"),
          Map.entry("random_state", "seed"));

  private static final Pattern WIDTH_OF_INPUT =
      Pattern.compile("in|in_features|input_dim|input_shape|in_channels");
  private static final Pattern AXIS = Pattern.compile("axis|dim");
  private static final Pattern ACTIVATION = Pattern.compile("activation|act|nonlinearity");

  private Elsewhere() {}

  /** What a name of another language is here, or null. */
  static @Nullable String name(String name) {
    return NAMES.get(name);
  }

  /** The argument that another language calls by this name, or null. */
  static @Nullable String argument(String name) {
    return ARGUMENTS.get(name);
  }

  /**
   * What to do with an argument that nothing takes here, or null.
   *
   * @param callee what is called
   * @param name of the argument
   * @param value as the text has it
   */
  static @Nullable String needless(String callee, String name, String value) {
    if (WIDTH_OF_INPUT.matcher(name).matches()) {
      return "leave it out: `" + callee + "` finds the width of its input itself";
    }
    if (AXIS.matcher(name).matches()) {
      return "`" + callee + "` has its axis already; `transpose` moves another to its place";
    }
    return ACTIVATION.matcher(name).matches()
        ? "a function follows behind an arrow: `"
            + callee
            + "(…) -> "
            + value.replace("\"", "")
            + "`"
        : null;
  }
}
