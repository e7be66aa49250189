package dev.tulle.compiler.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.source.SourceFile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The host's numbers {@code step} and {@code total_steps} are whole in Java and divided as numbers
 * of the language, whatever is computed of them before.
 */
@Tag("vectors")
class WholeNumbersTest {
  /** Each is a fraction at every step but the last. */
  private static SourceFile file(String rate) {
    String text =
        """
        tulle 1
        module vectors.whole

        schedule rest() = span

        optimizer Odd(length = 1) {
          input  w, g
          update w = w - (RATE) * g
        }

        net Case {
          input x: [1]
          param w: [1] = 0
          output y = x + sum(w)
          loss total = sum(y)
        }

        data Rows {
          from = csv("rows.csv")
          x = columns("x_*")
        }

        train Case on Rows {
          epochs    = 1
          optimizer = Odd(length = rest())
        }
        """
            .replace("RATE", rate);
    return new SourceFile("whole.net", text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "step / length",
        "-step / length",
        "abs(step) / length",
        "step / -length",
        "-step / -length",
        "sign(step) * step / length",
        "(if step > 2 then step else length) / length",
        "(if step > 2 then -step else step) / (if step > 3 then length else -length)",
        "min(step, length) / max(step, length)",
        "-(-step) / length",
        "step * step / (length * length)",
        "(length - step) / (length + step)",
        "(step mod length) / length",
        "-step mod length / length",
        "floor(step) / length",
        "step^length / length^length"
      })
  void areDividedAsNumbers(String rate) {
    SourceFile file = file(rate);
    int steps = 7;
    var reference = new ReferenceMachine(Compiled.program(file));
    Machine generated = new GeneratedNets(List.of(file)).machine(file, 1);
    for (int step = 1; step <= steps; step++) {
      for (Machine machine : List.of(reference, generated)) {
        machine.set("w", new double[1]);
        machine.update(Map.of("w", new double[] {1}), step, steps);
      }
      assertThat(reference.get("w")[0]).isFinite();
      Agreement.check(
          "the rate at step " + step, generated.get("w"), reference.get("w"), Agreement.FLOAT);
    }
  }
}
