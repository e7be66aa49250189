package dev.tulle.compiler.vectors;

import static dev.tulle.compiler.vectors.LibraryExamples.NUMBER;
import static dev.tulle.compiler.vectors.LibraryExamples.SAME;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Examples of what looks at places: of lines, of pictures and of volumes. */
final class WindowExamples {
  /** The numbers of {@code x} as what has one, two and three axes of places. */
  private static final List<String> FORMS =
      List.of("reshape(x, [4, 2])", "reshape(x, [2, 2, 2])", "reshape(x, [2, 2, 2, 1])");

  private final LibraryExamples examples;

  private WindowExamples(LibraryExamples examples) {
    this.examples = examples;
  }

  static void addTo(LibraryExamples examples) {
    var windows = new WindowExamples(examples);
    windows.layers();
    windows.paddings();
    windows.pools();
  }

  /** Calls behind an arrow, each with every form, and uses that stand for themselves. */
  private void add(String name, List<String> calls, String... others) {
    Stream<String> ofForms =
        calls.stream()
            .flatMap(call -> FORMS.stream().map(x -> "sum((%s -> %s)^3)".formatted(x, call)));
    examples.add(
        name, NUMBER, Stream.concat(ofForms, Arrays.stream(others)).toArray(String[]::new));
  }

  private static String sum(String expression) {
    return "sum((%s)^3)".formatted(expression);
  }

  private void layers() {
    add(
        "Conv",
        List.of("Conv(2, 2)", "Conv(2, 2, stride = 2, pad = 1, padding = edge)"),
        sum("x -> Conv(4, 3, groups = 2, padding = mean)"),
        sum("x -> Conv(4, 3, pad = [2], dilation = 2, padding = reflect, bias = false)"),
        sum("reshape(x, [2, 2, 2]) -> Conv(4, [1, 2], stride = [1, 2])"),
        sum(
            "reshape(x, [1, 2, 2, 2]) -> Conv(2, [1, 2, 1], dilation = [2, 1, 1], groups = 2, padding = circular)"));
    add(
        "DepthwiseConv",
        List.of(
            "DepthwiseConv(2, multiplier = 2, stride = 2, pad = 1)",
            "DepthwiseConv(2, dilation = 2, bias = false)"),
        sum("x -> DepthwiseConv(3, padding = circular)"));
    add(
        "ConvTranspose",
        List.of("ConvTranspose(3, 2, stride = 2, pad = 1)", "ConvTranspose(1, 2, bias = false)"),
        sum("x -> ConvTranspose(3, 2, pad = 2, stride = 3, extra = 1)"),
        sum(
            "reshape(x, [1, 2, 2, 2]) -> ConvTranspose(3, [1, 2, 1], stride = 2, pad = [0, 2, 1], extra = [0, 1, 0], dilation = 2)"),
        sum("reshape(x, [2, 2, 2]) -> ConvTranspose(3, 2, pad = [1, 0])"));
    add(
        "LocallyConnected",
        List.of("LocallyConnected(2, 2)", "LocallyConnected(2, 2, dilation = 2, pad = same)"),
        sum("x -> LocallyConnected(4, 3, pad = same, padding = reflect, bias = false)"),
        sum("reshape(x, [2, 1, 2, 2]) -> LocallyConnected(4, [1, 1, 2], stride = 2)"));
    String weights = "reshape(flatten(t), %s)";
    add(
        "convolve",
        List.of(),
        sum("convolve(x, reshape(slice(a, 0, 0, 2), [1, 4, 4]))"),
        sum(
            "convolve(reshape(x, [4, 2]), %s, stride = 2)"
                .formatted(weights.formatted("[2, 2, 2]"))),
        sum(
            "convolve(reshape(x, [2, 2, 2]), %s, dilation = 2)"
                .formatted(weights.formatted("[1, 1, 2, 4]"))),
        sum(
            "convolve(reshape(x, [1, 2, 2, 2]), %s, groups = 2)"
                .formatted(weights.formatted("[1, 2, 1, 1, 4]"))));
  }

  private void paddings() {
    for (String padding : List.of("edge", "reflect", "circular")) {
      add(padding, List.of("pad_edges(1, padding = %s)".formatted(padding)));
    }
    add(
        "pad_edges",
        List.of("pad_edges(1, padding = mean)", "pad_edges(1, after = 0, padding = 0.5)"),
        sum("pad_edges(x, 0, 2, padding = 0.5) -> avg_pool(3, stride = 1)"));
  }

  private void pools() {
    add(
        "max_pool",
        List.of("max_pool(2)", "max_pool(2, stride = 1, pad = same)"),
        sum("reshape(x, [2, 4, 1]) -> max_pool([2, 1])"));
    add(
        "avg_pool",
        List.of(
            "avg_pool(2)",
            "avg_pool(2, stride = 1, pad = same)",
            "avg_pool(3, stride = 1, pad = 1, count_padding = true)"));
    for (String pool : List.of("adaptive_avg_pool", "adaptive_max_pool")) {
      add(
          pool,
          List.of(pool + "(1)", pool + "(3)"),
          sum("reshape(x, [4, 2, 1]) -> %s([3, 2])".formatted(pool)));
    }
    for (String pool : List.of("global_avg_pool", "global_max_pool")) {
      add(pool, List.of(pool), sum("x * %s(x^2)".formatted(pool)));
    }
    add(
        "upsample",
        List.of("upsample(2)", "upsample(3, mode = bilinear)"),
        sum("upsample(x, 3) * upsample(t, 3)"));
    examples.add(
        "SpatialTransformer",
        SAME,
        "((reshape(x, [2, 4, 1]), reshape(slice(flatten(t), 0, 0, 6), [2, 3])) -> SpatialTransformer) -> reshape([2, 4])");
  }
}
