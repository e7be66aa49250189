package dev.tulle.compiler.codegen;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A length that varies from step to step costs no memory of its own. */
@Tag("steady")
class SteadyLengthsTest {
  private static final String NET =
      """
      tulle 1
      module test

      dim time <= 20

      net Net {
        input  x: [time, 5]
        target y: [time, 2]
        output out = x -> Conv(6, kernel = 3) -> relu -> Conv(2, kernel = 5)
        loss   fit = mse(out, y)
      }

      data Rows {
        from = csv("rows.csv")
        x    = columns("x*")
        y    = columns("y*")
      }

      train Net on Rows {
        epochs    = 1
        optimizer = Sgd(lr = 0.1)
      }
      """;

  @Test
  void stepsOfAnyLengthAllocateNothing() {
    SteadySteps.allocateNothing(
        NET,
        IntStream.range(0, 20).mapToObj(i -> new int[] {1 + i * 7 % 20}).toArray(int[][]::new));
  }
}
