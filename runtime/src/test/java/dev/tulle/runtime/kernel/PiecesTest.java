package dev.tulle.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PiecesTest {
  @Test
  void coversTheRangeWithoutOverlapInMultiples() {
    for (int total : new int[] {0, 1, 7, 16, 17, 31, 1000, Integer.MAX_VALUE}) {
      for (int pieces : new int[] {1, 2, 3, 8, 100}) {
        for (int multiple : new int[] {1, 8, 16}) {
          assertThat(Pieces.from(total, 0, pieces, multiple)).isZero();
          assertThat(Pieces.from(total, pieces, pieces, multiple)).isEqualTo(total);
          long longest = ((total + (long) multiple - 1) / multiple / pieces + 1) * multiple;
          for (int piece = 0; piece < pieces; piece++) {
            int from = Pieces.from(total, piece, pieces, multiple);
            int to = Pieces.from(total, piece + 1, pieces, multiple);
            assertThat(from % multiple == 0 || from == total).isTrue();
            assertThat((long) to - from).isBetween(0L, longest);
          }
        }
      }
    }
  }
}
