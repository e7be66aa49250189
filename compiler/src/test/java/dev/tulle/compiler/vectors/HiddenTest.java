package dev.tulle.compiler.vectors;

import static dev.tulle.compiler.plan.ProductShape.Triangle.BEGINS_AT_ROW;
import static dev.tulle.compiler.plan.ProductShape.Triangle.ENDS_AT_ROW;
import static dev.tulle.compiler.plan.ProductShape.Triangle.UNSEEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.plan.Kernel;
import dev.tulle.compiler.plan.ProductShape.Triangle;
import dev.tulle.compiler.plan.ProgramPlan;
import dev.tulle.compiler.plan.ProgramPlanner;
import dev.tulle.compiler.source.SourceFile;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Products that stop at a diagonal, and such as must not though they look like them. */
@Tag("kernels")
class HiddenTest {
  private static final List<Triangle> ATTENTION =
      List.of(UNSEEN, ENDS_AT_ROW, BEGINS_AT_ROW, UNSEEN, ENDS_AT_ROW, BEGINS_AT_ROW);

  /**
   * A net.
   *
   * @param trained what is known of the products of a step, in any order
   */
  record Net(String name, List<Triangle> trained, List<Integer> input, String... lines) {
    SourceFile file() {
      var text = new NetText("hidden" + name).port("input", "x", input);
      Stream.of(lines).forEach(text::line);
      return text.line("loss total = mean(y * y)").file();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Net> nets() {
    return Stream.of(
        net(
            "Causal",
            ATTENTION,
            List.of(64, 8),
            "output y = x -> MultiHeadAttention(2, causal = true)"),
        // Tiles of all heights, and turns along the depth that are not whole.
        net(
            "Odd",
            ATTENTION,
            List.of(133, 6),
            "output y = x -> MultiHeadAttention(2, causal = true)"),
        // Heads that share their keys and values, whose gradients add up over them.
        net(
            "Shared",
            List.of(UNSEEN, ENDS_AT_ROW, UNSEEN, ENDS_AT_ROW),
            List.of(70, 6),
            "output y = x -> MultiHeadAttention(2, groups = 1, causal = true)"),
        net(
            "Long",
            ATTENTION,
            List.of(300, 4),
            "let t = x -> Dense(4)",
            "output y = (t, t, t) -> Attention(causal = true)"),
        net(
            "Masked",
            ATTENTION,
            List.of(50, 6),
            "let seen[j < 50] = if j < 3 then 0 else 1",
            "output y = x -> MultiHeadAttention(2, causal = true, mask = seen)"),
        net("All", List.of(), List.of(64, 8), "output y = x -> MultiHeadAttention(2)"),
        net(
            "Short",
            List.of(),
            List.of(20, 8),
            "output y = x -> MultiHeadAttention(2, causal = true)"),
        // The first row sees nothing, and its softmax is even: what it finds is made of all values.
        net(
            "Nothing",
            List.of(UNSEEN, ENDS_AT_ROW, BEGINS_AT_ROW),
            List.of(40, 6),
            "let t = x -> Dense(6)",
            "let s[i, j] = sum[k](t[i, k] * t[j, k])",
            "let seen[i, j] = if j >= i then -1e30 else s[i, j]",
            "let shares = softmax(seen)",
            "output y[i, e] = sum[j](shares[i, j] * x[j, e])"),
        // Written the other way round.
        net(
            "Shown",
            ATTENTION,
            List.of(48, 6),
            "let t = x -> Dense(6)",
            "let s[i, j] = sum[k](t[i, k] * t[j, k])",
            "let seen[i, j] = if j <= i then s[i, j] else -1e30",
            "let shares = softmax(seen)",
            "output y[i, e] = sum[j](shares[i, j] * t[j, e])"),
        // Masks that are added: of the first rows nothing is left to see.
        net(
            "Added",
            List.of(UNSEEN, ENDS_AT_ROW, BEGINS_AT_ROW),
            List.of(48, 6),
            "let t = x -> Dense(6)",
            "let s[i, j] = sum[k](t[i, k] * t[j, k])",
            "let b[j < 48] = if j < 3 then -1e30 else 0",
            "let seen[i, j] = if j > i then -1e30 else s[i, j] + b[j]",
            "output y[i, e] = sum[j](softmax(seen)[i, j] * t[j, e])"),
        net(
            "TakenOff",
            List.of(UNSEEN, ENDS_AT_ROW, BEGINS_AT_ROW),
            List.of(48, 6),
            "let t = x -> Dense(6)",
            "let s[i, j] = sum[k](t[i, k] * t[j, k])",
            "let b[j < 48] = if j < 3 then 1 else 0",
            "let seen[i, j] = if j > i then -1e30 else s[i, j] - 1e30 * b[j]",
            "output y[i, e] = sum[j](softmax(seen)[i, j] * t[j, e])"),
        // Far below the maximum, but not without end: what is found is made of all, its gradient
        // not.
        net(
            "Scaled",
            List.of(UNSEEN, ENDS_AT_ROW, BEGINS_AT_ROW),
            List.of(48, 6),
            "let t = x -> Dense(6)",
            "let s[i, j] = sum[k](t[i, k] * t[j, k])",
            "let m[i, j] = if j > i then -1e30 else s[i, j]",
            "let e[i, j] = exp((m[i, j] - max[k](m[i, k])) * 1e-30)",
            "output y[i, c] = sum[j](e[i, j] * t[j, c])"),
        net(
            "OneQuery",
            List.of(),
            List.of(48, 6),
            "let t = x -> Dense(6)",
            "let q[i < 1, k < 6] = t[0, k]",
            "let s[i, j] = sum[k](q[i, k] * t[j, k])",
            "let m[i, j] = if j > i then -1e30 else s[i, j]",
            "output y[i, e] = sum[j](softmax(m)[i, j] * t[j, e])"),
        // Weights of which the text leaves out a triangle.
        net(
            "Lower",
            List.of(ENDS_AT_ROW, BEGINS_AT_ROW),
            List.of(40, 6),
            "param w: [40, 40] ~ he_uniform",
            "let t = x -> Dense(6)",
            "let low[i, j] = if j > i then 0 else w[i, j]",
            "output y[i, e] = sum[j](low[i, j] * t[j, e])"));
  }

  private static Net net(
      String name, List<Triangle> trained, List<Integer> input, String... lines) {
    return new Net(name, trained, input, lines);
  }

  @ParameterizedTest
  @MethodSource("nets")
  void agreeWithTheInterpreter(Net net) {
    ProgramPlan plan = ProgramPlanner.plan(Compiled.program(net.file()));
    assertThat(triangles(plan.training().gradient().kernels()))
        .containsExactlyInAnyOrderElementsOf(net.trained());
    InterpreterAgreement.check(net.file(), net.input());
  }

  /** The rows of a softmax and of its gradient, forward and backward. */
  @Test
  void rowsEndAtTheDiagonalToo() {
    assertThat(cut("MultiHeadAttention(2, causal = true)")).isEqualTo(2);
    assertThat(cut("MultiHeadAttention(2)")).isZero();
  }

  private static long cut(String layer) {
    SourceFile file =
        new NetText("cut")
            .port("input", "x", List.of(64, 8))
            .line("output y = x -> " + layer)
            .line("loss total = mean(y * y)")
            .file();
    ProgramPlan plan = ProgramPlanner.plan(Compiled.program(file));
    return plan.training().gradient().kernels().stream()
        .filter(k -> k instanceof Kernel.Loop loop && loop.diagonal() != null)
        .count();
  }

  private static List<Triangle> triangles(List<Kernel> kernels) {
    return kernels.stream()
        .filter(Kernel.Product.class::isInstance)
        .map(k -> ((Kernel.Product) k).shape().known())
        .filter(Triangle.class::isInstance)
        .map(Triangle.class::cast)
        .toList();
  }
}
