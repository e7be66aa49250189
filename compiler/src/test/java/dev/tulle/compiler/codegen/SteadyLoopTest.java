package dev.tulle.compiler.codegen;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Steps of a loop allocate nothing, though its kernels have hundreds of operations each. */
@Tag("steady")
class SteadyLoopTest {
  private static final String NET =
      """
      tulle 1
      module test

      dim kind = 10
      net Net {
        input  series: [28, 32]
        target label: kind
        let logits = series -> Lstm(128) -> last -> Dense(kind)
        output logits
        loss   fit = cross_entropy(logits, label)
      }
      data Rows {
        from   = csv("rows.csv")
        series = columns("series_*")
        label  = column("kind") as kind
      }
      train Net on Rows { epochs = 1  optimizer = Adam(lr = 1e-3) }
      """;

  @Test
  void stepsAllocateNothing() {
    SteadySteps.allocateNothing(NET, new int[][] {{}});
  }
}
