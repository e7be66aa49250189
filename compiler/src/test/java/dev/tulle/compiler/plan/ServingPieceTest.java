package dev.tulle.compiler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many rows a thread takes at a time that serves a part of a batch. */
class ServingPieceTest {
  /**
   * A loop reads its weights at every turn, however near; large weights behind convolutions are far
   * away; what has few weights or much work for a row is worth a thread at once.
   */
  @ParameterizedTest
  @CsvSource({
    "'[28, 32]', Lstm(128) -> last -> Dense(10), 2, 16",
    "'[28, 28, 1]', 'Conv(32, 3, pad = valid) -> relu -> Conv(64, 3, pad = valid) -> relu -> max_pool(2) -> flatten -> Dense(128) -> relu -> Dense(10)', 4, 16",
    "[784], Dense(1024) -> relu -> Dense(1024), 32, 32",
    "'[32, 32, 3]', 'Conv(64, 3) -> relu -> Conv(64, 3) -> relu -> Conv(64, 3)', 1, 1"
  })
  void outweighsReadingWeightsAgain(String input, String layers, int least, int rows) {
    ProgramPlan plan =
        Plans.of("net Net { input x: %s output y = x -> %s }".formatted(input, layers));
    assertThat(plan.leastServingPiece()).isEqualTo(least);
    assertThat(plan.servingPiece()).isEqualTo(rows);
  }
}
