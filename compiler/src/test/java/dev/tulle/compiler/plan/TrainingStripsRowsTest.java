package dev.tulle.compiler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The rows of a strip of a training: 8 MiB, or three times the weights, in strips of one length.
 */
class TrainingStripsRowsTest {
  @ParameterizedTest
  @CsvSource({
    // All of a batch that has the room.
    "1000, 500, 64, 64",
    "32768, 500, 64, 64",
    // One that has not, by a row.
    "32768, 500, 65, 33",
    // Many weights: fewer strips write their gradients.
    "32768, 2097152, 256, 128",
    // A row that has no room itself.
    "100000000, 10, 4, 1",
    // Nothing between kernels.
    "0, 10, 7, 7"
  })
  void haveTheRoom(long perRow, long weights, long batch, long rows) {
    assertThat(TrainingStrips.rows(perRow, weights, batch)).isEqualTo(rows);
  }
}
