package dev.tulle.compiler.sema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.reference.Bindings;
import dev.tulle.compiler.reference.ReferenceInterpreter;
import dev.tulle.compiler.reference.Results;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * A user's own layer, activation, loss, optimizer, schedule, initialiser and metric in one recipe.
 */
class UserDefinitionsTest {
  private static final String TEXT =
      """
      fun square(x) = x * x
      fun miss(prediction, target, power = 2) = mean(abs(prediction - target)^power)
      @higher_is_better
      fun hits(prediction, target) = mean(if abs(prediction - target) < 1 then 1 else 0)
      init threes(size = 3) = uniform(size, size)
      schedule ramp(top) = top * (at + 1) / span
      optimizer Signed(lr = 0.1, shrink = 0) {
        input  w, g
        state  m = 1
        update m = m + g
        update w = w - lr * sign(m) - shrink * w
      }
      block Scale {
        input x: [n]
        param w: [n] ~ threes
        output y = w * x -> square
      }
      net N { input x: [2]  target t: [2]  output y = x -> Scale  loss fit = miss(y, t) }
      data D { from = csv("d.csv")  x = columns("x*")  t = columns("t*") }
      train N on D {
        steps = 10
        optimizer = Signed(lr = ramp(1))
        metrics = [hits(y, t)]
      }
      """;

  @Test
  void startsWithTheInitialiser() {
    Results first =
        ReferenceInterpreter.run(
            Checked.net(TEXT).program().initial(), new Bindings().random(1, 0));
    assertThat(first.get(Storage.PARAMETER, "scale1.w")).containsExactly(3, 3);
  }

  @Test
  void differentiatesLayerAndLoss() {
    Results results =
        ReferenceInterpreter.run(
            training().gradient(),
            new Bindings()
                .rows(1)
                .random(1, 1)
                .put(Storage.INPUT, "x", 1, 2)
                .put(Storage.TARGET, "t", 0, 0)
                .put(Storage.PARAMETER, "scale1.w", 1, 1));
    // The loss is (w1^4 x1^4 + w2^4 x2^4) / 2.
    assertThat(results.get(Storage.LOSS, "fit")).containsExactly((1 + 16) / 2.0);
    assertThat(results.get(Storage.GRADIENT, "scale1.w")).containsExactly(2, 32);
  }

  @Test
  void runsOptimizerAndSchedule() {
    Results results =
        ReferenceInterpreter.run(
            training().update(),
            new Bindings()
                .put(Storage.PARAMETER, "scale1.w", 3, 3)
                .put(Storage.GRADIENT, "scale1.w", 5, -4)
                .put(Storage.SLOT, "m:scale1.w", 1, 1)
                .host("step", 4)
                .host("total_steps", 10)
                .host("epoch_steps", 10)
                .host("clip_scale", 1));
    assertThat(results.get(Storage.SLOT, "m:scale1.w")).containsExactly(6, -3);
    assertThat(results.get(Storage.PARAMETER, "scale1.w")).containsExactly(3 - 0.4, 3 + 0.4);
  }

  @Test
  void knowsTheMetric() {
    Program.Metric metric = training().metrics().get(0);
    assertThat(metric.name()).isEqualTo("hits");
    assertThat(metric.higherIsBetter()).isTrue();
  }

  /** In a file of its own, imported where the data are. */
  @Test
  void augmentsByAFunctionOfAnotherFile() {
    String own =
        """
        module com.acme.own
        /// Backwards, and by how much it likes.
        fun backwards(x: [n], most) {
          let strength = random(x, 1, most)
          output y[i < n] = strength * x[n - 1 - i]
        }
        """;
    String net =
        """
        import com.acme.own.{backwards}
        net N { input x: [3]  param w: [3] = 0  output y = w * x  loss fit = sum(y) }
        data D { from = csv("d.csv")  x = columns("x*")  augment x = backwards(3) }
        train N on D { steps = 10  optimizer = Sgd(lr = 1) }
        """;
    Program program = Checked.net(own, net).program();
    Bindings row =
        new Bindings()
            .rows(1)
            .random(1, 1)
            .put(Storage.INPUT, "x", 1, 2, 4)
            .put(Storage.PARAMETER, "w", 1, 1, 1);
    double[] seen =
        ReferenceInterpreter.run(Objects.requireNonNull(program.training()).gradient(), row)
            .get(Storage.GRADIENT, "w");
    assertThat(seen[2]).isBetween(1.0, 3.0);
    assertThat(seen).containsExactly(4 * seen[2], 2 * seen[2], seen[2]);
    assertThat(ReferenceInterpreter.run(program.predict(), row).get(Storage.OUTPUT, "y"))
        .containsExactly(1, 2, 4);
  }

  private static Program.Training training() {
    return Objects.requireNonNull(Checked.net(TEXT).program().training());
  }
}
