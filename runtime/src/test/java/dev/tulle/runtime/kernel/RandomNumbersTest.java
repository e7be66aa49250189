package dev.tulle.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RandomNumbersTest {
  /** Numbers of an independent implementation with Python's unbounded integers. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 0x33fe8bd4f9c57863, 0.2981652021408081, 0.9005776047706604, -0.13233545159652402",
    "1, 2, 3, 0xed671830066ae2ec, 0.71888267993927, 0.620614767074585, 0.392931916728963",
    "-5, 1000, 7, 0xc48ced622ce6e578, 0.05743706226348877, 0.30243897438049316, -0.8843403846863491"
  })
  void isTheFunctionThatTheDocumentationDefines(
      long seed, long step, long stream, String keyText, double u0, double u77, double n1) {
    long key = RandomNumbers.key(seed, step, stream);
    assertThat(key).isEqualTo(Long.parseUnsignedLong(keyText.substring(2), 16));
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    assertThat((double) RandomNumbers.uniform(k0, k1, 0)).isEqualTo(u0);
    assertThat((double) RandomNumbers.uniform(k0, k1, 77)).isEqualTo(u77);
    assertThat(RandomNumbers.normal(k0, k1, 1)).isEqualTo((float) n1);
  }

  @Test
  void hasTheMomentsOfItsDistributions() {
    int n = 200_000;
    for (int stream = 0; stream < 4; stream++) {
      long key = RandomNumbers.key(11, 0, stream);
      int k0 = (int) key;
      int k1 = (int) (key >>> 32);
      double mean = 0;
      double normal = 0;
      double square = 0;
      double lag = 0;
      for (int e = 0; e < n; e++) {
        float u = RandomNumbers.uniform(k0, k1, e);
        assertThat(u >= 0 && u < 1).isTrue();
        float z = RandomNumbers.normal(k0, k1, e);
        mean += u;
        normal += z;
        square += z * z;
        lag += (u - 0.5) * (RandomNumbers.uniform(k0, k1, e + 1) - 0.5);
      }
      // Five standard errors each.
      assertThat(mean / n).isCloseTo(0.5, within(5 * 0.289 / Math.sqrt(n)));
      assertThat(normal / n).isCloseTo(0, within(5 / Math.sqrt(n)));
      assertThat(square / n).isCloseTo(1, within(5 * Math.sqrt(2.0 / n)));
      assertThat(lag / n).isCloseTo(0, within(5 / 12.0 / Math.sqrt(n)));
    }
  }

  @Test
  void staysBelowItsBound() {
    int[] counts = new int[10];
    for (int e = 0; e < 100_000; e++) {
      counts[RandomNumbers.below(10, RandomNumbers.bits(1, 2, e))]++;
    }
    for (int count : counts) {
      assertThat(count).isBetween(9500, 10500);
    }
    assertThat(RandomNumbers.below(Integer.MAX_VALUE, -1)).isEqualTo(Integer.MAX_VALUE - 1);
    assertThat(RandomNumbers.below(1, -1)).isZero();
  }
}
