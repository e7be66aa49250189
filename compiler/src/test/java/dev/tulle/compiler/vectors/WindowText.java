package dev.tulle.compiler.vectors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The language's words for the layers of PyTorch that look at places, and for norms over them. */
final class WindowText {
  private static final Set<String> OPS =
      Set.of(
          "conv",
          "conv_transpose",
          "pad",
          "max_pool",
          "avg_pool",
          "global_avg_pool",
          "adaptive_avg_pool",
          "upsample",
          "spatial_transformer",
          "batch_norm",
          "group_norm",
          "instance_norm");

  private static final Map<String, String> WEIGHTS = Map.of("weight", "w", "bias", "b");
  private static final Map<String, String> SCALES = Map.of("scale", "gain", "shift", "shift");

  private WindowText() {}

  /** The ops that {@link #of} knows; the first axis of their cases is the batch. */
  static Set<String> covered() {
    return OPS;
  }

  static LayerText of(VectorCase vectors, Attributes attributes) {
    return switch (vectors.op) {
      case "conv" -> {
        String arguments = convolution(attributes);
        String pad = list(attributes, "padding", "pad = ");
        yield LayerText.layer(
            "Conv", arguments + ", " + (pad.isEmpty() ? "pad = valid" : pad), WEIGHTS, 1);
      }
      case "conv_transpose" -> {
        String arguments = convolution(attributes);
        String rest = list(attributes, "padding", "pad = ", "output_padding", "extra = ");
        yield LayerText.layer(
            "ConvTranspose", arguments + (rest.isEmpty() ? "" : ", " + rest), WEIGHTS, 1);
      }
      case "pad" -> pad(attributes);
      case "max_pool", "avg_pool" -> pool(vectors.op, attributes);
      case "global_avg_pool" -> LayerText.function("global_avg_pool(x)", 1);
      case "adaptive_avg_pool" ->
          LayerText.function("adaptive_avg_pool(x, %s)".formatted(list(attributes, "size", "")), 1);
      case "upsample" -> upsample(attributes);
      case "spatial_transformer" -> spatialTransformer(attributes);
      case "batch_norm" -> batchNorm(attributes);
      case "group_norm" ->
          LayerText.layer(
              "GroupNorm",
              attributes.arguments("groups", "groups", "epsilon", "epsilon"),
              SCALES,
              1);
      case "instance_norm" ->
          LayerText.layer("InstanceNorm", attributes.arguments("epsilon", "epsilon"), Map.of(), 1);
      default -> throw new IllegalArgumentException("no text for " + vectors.op);
    };
  }

  /** What a convolution and its way back have in common. */
  private static String convolution(Attributes attributes) {
    String bias = attributes.truth("bias", true) ? "" : ", bias = false";
    return list(
            attributes,
            "channels",
            "",
            "kernel",
            "",
            "stride",
            "stride = ",
            "dilation",
            "dilation = ",
            "groups",
            "groups = ")
        + bias;
  }

  /** Attributes as arguments, by turns their name and what stands before the value. */
  private static String list(Attributes attributes, String... names) {
    return IntStream.range(0, names.length / 2)
        .mapToObj(i -> argument(names[2 * i + 1], attributes.any(names[2 * i])))
        .filter(a -> !a.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String argument(String before, String value) {
    return value.isEmpty() ? "" : before + value;
  }

  private static LayerText pad(Attributes attributes) {
    String mode = attributes.any("mode");
    int[] sides =
        Arrays.stream(new String[] {"top", "left", "bottom", "right"})
            .mapToInt(side -> attributes.whole(side, 0))
            .toArray();
    String padding = Map.of("zeros", "zero", "replicate", "edge").getOrDefault(mode, mode);
    return LayerText.function(
        "pad_edges(x, [%d, %d], [%d, %d], padding = %s)"
            .formatted(sides[0], sides[1], sides[2], sides[3], padding),
        1);
  }

  private static LayerText pool(String name, Attributes attributes) {
    String counts = attributes.truth("count_padding", false) ? ", count_padding = true" : "";
    String arguments = list(attributes, "kernel", "", "stride", "stride = ", "padding", "pad = ");
    return LayerText.function("%s(x, %s%s)".formatted(name, arguments, counts), 1);
  }

  private static LayerText upsample(Attributes attributes) {
    if (attributes.truth("align_corners", false)) {
      throw new IllegalArgumentException("corners lie half a position inside");
    }
    return LayerText.function(
        "upsample(x, %s)".formatted(list(attributes, "scale", "", "mode", "mode = ")), 1);
  }

  private static LayerText spatialTransformer(Attributes attributes) {
    boolean known =
        attributes.any("mode").equals("bilinear")
            && attributes.any("padding").equals("zeros")
            && !attributes.truth("align_corners", false);
    if (!known) {
      throw new IllegalArgumentException("SpatialTransformer has one mode");
    }
    return LayerText.function("(x, theta) -> SpatialTransformer", 1);
  }

  private static LayerText batchNorm(Attributes attributes) {
    String epsilon = attributes.any("epsilon");
    String arguments = list(attributes, "momentum", "momentum = ") + ", epsilon = " + epsilon;
    LayerText text = LayerText.layer("BatchNorm", arguments.replaceFirst("^, ", ""), SCALES, 1);
    if (attributes.truth("training", true)) {
      return text;
    }
    // A net is trained with the batch's own statistics: what serving does is written out.
    return text.withLoss(
        "layer.gain * (x - layer.mean) / sqrt(layer.variance + %s) + layer.shift"
            .formatted(epsilon));
  }

  /** The order of a weight's axes in the language, which is [kernel…, in, out]. */
  static List<Integer> order(VectorCase vectors, int rank) {
    List<Integer> channels = vectors.op.equals("conv_transpose") ? List.of(0, 1) : List.of(1, 0);
    var order = new ArrayList<>(IntStream.range(2, rank).boxed().toList());
    order.addAll(channels);
    return order;
  }
}
