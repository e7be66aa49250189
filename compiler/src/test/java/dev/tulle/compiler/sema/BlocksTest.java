package dev.tulle.compiler.sema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.reference.Bindings;
import dev.tulle.compiler.reference.ReferenceInterpreter;
import dev.tulle.compiler.reference.Results;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Blocks and functions of a user: inputs, outputs, defaults, choices, dims. */
class BlocksTest {
  @Test
  void takesAndGivesTuples() {
    Checked net =
        Checked.net(
            "block Pair { input a, b  output s = a + b  output d = a - b }\n"
                + "net N { input x: [2]  input y: [2]  let (s, d) = (x, y) -> Pair"
                + "  output both = concat(s, d) }");
    assertThat(
            net.predict(
                "both", 1, Map.of("x", new double[] {5, 7}, "y", new double[] {1, 2}), Map.of()))
        .containsExactly(6, 9, 4, 5);
  }

  @Test
  void readsEarlierArgumentsInDefaults() {
    Checked net =
        Checked.net(
            "block Two(n, m = 2 * n + 1) { input x  output y = x -> Dense(n) -> Dense(m) }\n"
                + "net N { input x: [2]  output y = x -> Two(3) }");
    assertThat(net.shape("y")).endsWith("7]");
  }

  @Test
  void choosesCodeByWhatTheCompilerKnows() {
    String block = "block Maybe(deep) { input x  output y = if deep then x -> Dense(3) else x }\n";
    assertThat(
            Checked.net(block + "net N { input x: [2]  output y = x -> Maybe(false) }")
                .parameters())
        .isEmpty();
    assertThat(
            Checked.net(block + "net N { input x: [2]  output y = x -> Maybe(true) }").parameters())
        .hasSize(2);
  }

  @Test
  void choosesElementsByATensor() {
    assertThat(Checked.body("input x: [3]  output y = if x > 0 then x else 10 * x").apply(-1, 0, 2))
        .containsExactly(-10, 0, 2);
  }

  @Test
  void sharesAllStagesOfAnInstanceThatIsUsedTwice() {
    Checked net =
        Checked.net(
            "block Inner(n) { input x  output y = x -> Dense(n) -> (Dense(n) -> relu) * 2 }\n"
                + "block Outer(n) { input x  output y = x -> body: Inner(n) -> Dense(2) }\n"
                + "net N { input a: [3], b: [3]  let enc = Outer(3)\n"
                + "  output once = a -> enc  output both = (a -> enc) + (b -> enc) }");
    assertThat(net.parameters())
        .containsExactly(
            "enc.body.dense1.w[3, 3]",
            "enc.body.dense1.b[3]",
            "enc.body.dense2.w[3, 3]",
            "enc.body.dense2.b[3]",
            "enc.body.dense3.w[3, 3]",
            "enc.body.dense3.b[3]",
            "enc.dense1.w[3, 2]",
            "enc.dense1.b[2]");
    Map<String, double[]> same = Map.of("a", new double[] {1, -2, 3}, "b", new double[] {1, -2, 3});
    double[] once = net.predict("once", 1, same, Map.of());
    double[] both = net.predict("both", 1, same, Map.of());
    assertThat(both).containsExactly(2 * once[0], 2 * once[1]);
  }

  @Test
  void refusesTwoGroupsOfOneName() {
    assertThat(
            Checked.mistakes(
                "net N { input x: [3]\n"
                    + "  output y = (x -> enc: (Dense(3) -> relu)) + (x -> enc: (Dense(3) -> tanh)) }"))
        .containsExactly("N106 Dense(3) -> tanh");
  }

  @Test
  void computesWithDims() {
    Checked net =
        Checked.net(
            "dim model = 6\n"
                + "block Split(heads) { input x: [d]  output y = x -> Dense(3 * d)"
                + " -> reshape([3, heads, d / heads]) }\n"
                + "net N { input x: [model]  output y = x -> Split(2) }");
    assertThat(net.shape("y")).endsWith("3, 2, 3]");
  }

  @Test
  void keepsNamedDimsApart() {
    assertThat(
            Checked.mistakes(
                "dim a = 3, b = 3\nnet N { input x: [a]  input y: [b]  output z = x + y }"))
        .containsExactly("T203 x + y");
    assertThat(
            Checked.mistakes("dim a = 3\nnet N { input x: [a]  input y: [3]  output z = x + y }"))
        .isEmpty();
  }

  @Test
  void bindsTheAxesInFront() {
    Checked net =
        Checked.net(
            "block Centre { input x: [..., n]  output y[..., k] = x[..., k] - sum[j](x[..., j]) / n"
                + " }\n"
                + "net N { input x: [2, 2]  output y = x -> Centre }");
    assertThat(net.apply(1, 3, 10, 30)).containsExactly(-1, 1, -10, 10);
  }

  @Test
  void keepsAStateApartFromParameters() {
    Checked net =
        Checked.body(
            "input x: [2]  state seen: [2] = 3  update seen = batch_mean(x)  output y = x + seen");
    assertThat(net.parameters()).isEmpty();
    assertThat(net.apply(1, 2)).containsExactly(4, 5);
  }

  @Test
  void updatesInOrderAndInTrainingOnly() {
    Checked net =
        Checked.net(
            """
            net N {
              input x: [2]
              target t: [2]
              param w: [2] = 1
              state seen: [2] = 3
              update seen = seen + batch_mean(x)
              update seen = 10 * seen
              output y = w * x + seen
              loss fit = mean(abs(y - t))
            }
            data D { from = csv("d.csv")  x = columns("x*")  t = columns("t*") }
            train N on D { optimizer = Sgd }
            """);
    var bindings =
        new Bindings()
            .rows(1)
            .random(1, 1)
            .put(Storage.INPUT, "x", 1, 2)
            .put(Storage.TARGET, "t", 0, 0)
            .put(Storage.PARAMETER, "w", 1, 1)
            .put(Storage.STATE, "seen", 3, 3);
    Results trained =
        ReferenceInterpreter.run(
            Objects.requireNonNull(net.program().training()).gradient(), bindings);
    assertThat(trained.get(Storage.STATE, "seen")).containsExactly(40, 50);
    assertThat(trained.get(Storage.LOSS, "fit")).containsExactly((1 + 40 + 2 + 50) / 2.0);
    assertThat(net.apply(1, 2)).containsExactly(4, 5);
  }
}
