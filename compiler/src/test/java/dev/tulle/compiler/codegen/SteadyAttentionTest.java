package dev.tulle.compiler.codegen;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A step of a transformer block over a text of any length allocates nothing. */
@Tag("steady")
class SteadyAttentionTest {
  static final String NET =
      """
      tulle 1
      module test

      dim vocab = 20
      dim time <= 24
      net Net {
        input  tokens: vocab[time]
        target next: vocab[time]
        let embed  = Embed(16)
        let logits = tokens -> embed -> Positions
          -> Residual(LayerNorm -> MultiHeadAttention(2, causal = true, drop = 0.1))
          -> LayerNorm -> Dense(vocab, w = transpose(embed.w), bias = false)
        output logits
        loss fit = cross_entropy(logits, next)
      }
      data Rows {
        from   = text("a.txt")
        tokens = window(chars as vocab, 24)
        next   = window(chars as vocab, 24, offset = 1)
      }
      train Net on Rows { steps = 100  optimizer = AdamW(lr = linear(0, 1e-3, steps = 9) -> cosine) }
      """;

  @Test
  void stepsAllocateNothing() {
    SteadySteps.allocateNothing(NET, new int[][] {{17}});
  }
}
