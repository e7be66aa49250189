package dev.tulle.compiler.vectors;

import static dev.tulle.compiler.plan.ProductShape.Way.NEIGHBOURS;
import static dev.tulle.compiler.plan.ProductShape.Way.OVERLAP;
import static dev.tulle.compiler.plan.ProductShape.Way.WINOGRAD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.plan.Kernel;
import dev.tulle.compiler.plan.ProductShape.Way;
import dev.tulle.compiler.plan.ProgramPlan;
import dev.tulle.compiler.plan.ProgramPlanner;
import dev.tulle.compiler.source.SourceFile;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nets whose convolutions are computed with fewer multiplications: served and trained as the
 * interpreter does it, which knows of no such thing.
 */
@Tag("kernels")
class ConvolutionWaysTest {
  /** A net, and how the products of a step and of serving are computed that are not direct. */
  record Net(String name, List<Way> trained, List<Way> served, List<Integer> input, String layers) {
    SourceFile file() {
      var text = new NetText("ways" + name).port("input", "x", input);
      return text.line("output y = x -> " + layers).line("loss total = mean(y * y)").file();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Net> nets() {
    return Stream.of(
        new Net(
            "Even",
            List.of(WINOGRAD, WINOGRAD),
            List.of(WINOGRAD),
            List.of(8, 10, 16),
            "Conv(48, 3) -> tanh"),
        new Net(
            "Odd",
            List.of(WINOGRAD, WINOGRAD, WINOGRAD, WINOGRAD, WINOGRAD),
            List.of(WINOGRAD, WINOGRAD),
            List.of(9, 13, 16),
            "Conv(16, 3) -> tanh -> Conv(32, 3, pad = valid)"),
        // Every other output is left out, but the gradient of its input is a whole convolution.
        new Net(
            "Strides",
            List.of(WINOGRAD),
            List.of(),
            List.of(8, 8, 4),
            "Conv(16, 1) -> relu -> Conv(16, 3, stride = 2)"),
        // To few maps, and from many back to few.
        new Net(
            "FewMaps",
            List.of(NEIGHBOURS, OVERLAP),
            List.of(NEIGHBOURS),
            List.of(12, 12, 2),
            "Conv(6, 5) -> tanh -> Conv(16, 5)"),
        new Net(
            "Picture",
            List.of(OVERLAP),
            List.of(OVERLAP),
            List.of(10, 9, 16),
            "Conv(3, 3) -> tanh"),
        // Without zeros around, and with uneven ones.
        new Net(
            "Bare",
            List.of(OVERLAP, OVERLAP),
            List.of(OVERLAP),
            List.of(11, 10, 24),
            "Conv(4, 4, pad = valid) -> tanh -> Conv(16, [5, 2])"),
        new Net("Neither", List.of(), List.of(), List.of(7, 7, 16), "Conv(16, 3) -> Conv(12, 3)"));
  }

  @ParameterizedTest
  @MethodSource("nets")
  void agreeWithTheInterpreter(Net net) {
    ProgramPlan plan = ProgramPlanner.plan(Compiled.program(net.file()));
    assertThat(ways(plan.predict().kernels())).isEqualTo(net.served());
    assertThat(ways(plan.training().gradient().kernels())).isEqualTo(net.trained());
    InterpreterAgreement.check(net.file(), net.input());
  }

  /** A net that has such convolutions in some other way, or what looks like them. */
  record Kind(String name, List<Integer> input, String... lines) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Kind kind(String name, List<Integer> input, String... lines) {
    return new Kind(name, input, lines);
  }

  static Stream<Kind> kinds() {
    return Stream.of(
        // Names that kernels could use themselves.
        kind(
            "Names",
            List.of(8, 8, 16),
            "param channel: [3, 3, 16, 32] ~ he_uniform",
            "let point = convolve(pad_edges(x, 1), channel)",
            "output y = relu(point)"),
        kind(
            "Computed",
            List.of(8, 8, 16),
            "param w: [3, 3, 16, 32] ~ he_uniform",
            "let first = tanh(w)",
            "output y = convolve(pad_edges(x, 1), first)"),
        kind("Shared", List.of(8, 8, 16), "let c = Conv(16, 3)", "output y = x -> c -> tanh -> c"),
        kind(
            "Turned",
            List.of(9, 8, 16),
            "param w: [3, 3, 32, 16] ~ he_uniform",
            "output y = convolve(pad_edges(x, 1), transpose(w))"),
        kind(
            "Video",
            List.of(3, 8, 9, 16),
            "output y = x -> Conv(16, [1, 3, 3]) -> tanh -> Conv(16, [3, 3, 3])"),
        kind("Wide", List.of(3, 40, 16), "output y = x -> Conv(80, 3) -> tanh -> Conv(16, 3)"),
        kind(
            "Dilated",
            List.of(12, 12, 16),
            "output y = x -> Conv(16, 3, dilation = 2) -> tanh -> Conv(48, 3, dilation = [1, 2])"),
        kind(
            "Strided",
            List.of(17, 18, 16),
            "output y = x -> Conv(16, [3, 6], stride = [1, 2]) -> tanh -> Conv(32, 3, stride = [2, 1])"),
        kind(
            "Groups",
            List.of(9, 9, 32),
            "output y = x -> Conv(32, 3, groups = 2) -> tanh -> ConvTranspose(16, 3)"),
        // A padded picture that is stored turned: its zeros are elsewhere than the pad says.
        kind(
            "TurnedPad",
            List.of(8, 10, 16),
            "param w: [3, 3, 16, 3] ~ he_uniform",
            "let t = transpose(pad_edges(x, [2, 1]), [1, 0, 2])",
            "output seen = t",
            "output y = convolve(t, w)"),
        kind(
            "WideBorder",
            List.of(6, 7, 16),
            "param w: [3, 3, 16, 3] ~ he_uniform",
            "output y = convolve(pad_edges(x, 1, 6), w)"),
        kind(
            "SmallVolume",
            List.of(4, 4, 4, 6),
            "output y = x -> Conv(6, 1) -> tanh -> max_pool(2) -> gelu"),
        kind(
            "FewColumns",
            List.of(8, 12, 4),
            "output y = x -> Conv(1, 3) -> tanh -> Conv(2, [1, 5]) -> Conv(8, 3, dilation = 2)"));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void agreeWithTheInterpreterWhateverTheirKind(Kind kind) {
    var text = new NetText("kinds" + kind.name()).port("input", "x", kind.input());
    Stream.of(kind.lines()).forEach(text::line);
    SourceFile file = text.line("loss total = mean(y * y)").file();
    InterpreterAgreement.check(file, kind.input());
  }

  private static List<Way> ways(List<Kernel> kernels) {
    return kernels.stream()
        .filter(Kernel.Product.class::isInstance)
        .map(k -> ((Kernel.Product) k).shape().way())
        .filter(way -> way != Way.DIRECT)
        .toList();
  }
}
