package dev.tulle.compiler.codegen;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A step whose loss has weights of classes and a mask, and whose optimizer looks at norms,
 * allocates nothing.
 */
@Tag("steady")
class SteadyWeightsTest {
  private static final String NET =
      """
      tulle 1
      module test

      dim kind = 5
      net Net {
        input  x: [12]
        target label: kind, count: [1]
        let logits = x -> Dense(17) -> gelu -> RmsNorm -> Dense(kind)
        output probs = softmax(logits)
        loss fit = cross_entropy(logits, label, smooth = 0.1, weights = [1, 2, 0.5, 3, 1],
                                 mask = count[0])
        loss small = 0.1 * activity(logits, l2 = 1)
      }
      data Rows {
        from  = csv("rows.csv")
        x     = columns("x*")
        label = column("label") as kind
        count = column("count")
      }
      train Net on Rows { steps = 100  optimizer = Lamb  penalty = 1e-4 * elastic("**.w") }
      """;

  @Test
  void stepsAllocateNothing() {
    SteadySteps.allocateNothing(NET, new int[][] {{}});
  }
}
