package dev.tulle.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PanelsTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "3, 31", "5, 32", "70, 33", "129, 64", "130, 100"})
  void everyElementIsInItsPanel(int depth, int columns) {
    var random = new Random(1);
    float[] b = new float[5 + (depth + 1) * (columns + 1)];
    for (int i = 0; i < b.length; i++) {
      b[i] = random.nextFloat();
    }
    for (boolean turned : new boolean[] {false, true}) {
      int bDepth = turned ? 1 : columns + 1;
      int bColumn = turned ? depth + 1 : 1;
      int panel = 32 * depth;
      int count = (columns + 31) / 32;
      float[] panels = new float[2 + count * panel + 1];
      Arrays.fill(panels, -7);
      for (int piece = 0; piece < 3; piece++) {
        Panels.lay(b, 5, bDepth, bColumn, depth, columns, panels, 2, panel, piece, 3);
      }
      for (int k = 0; k < depth; k++) {
        for (int n = 0; n < 32 * count; n++) {
          float wanted = n < columns ? b[5 + k * bDepth + n * bColumn] : -7;
          assertThat(panels[2 + n / 32 * panel + k * 32 + n % 32]).isEqualTo(wanted);
        }
      }
      assertThat(panels[1]).isEqualTo(-7);
      assertThat(panels[panels.length - 1]).isEqualTo(-7);
    }
  }

  /** Three columns, twice, the second time two rows further down. */
  @Test
  void columnsAreRepeatedWithZerosAround() {
    float[] b = {0, 1, 2, 3, -1, 4, 5, 6, -1, 7, 8, 9, -1};
    float[] panels = new float[1 + 5 * 16 + 1];
    Arrays.fill(panels, -7);
    for (int piece = 0; piece < 2; piece++) {
      Panels.repeat(b, 1, 4, 3, 3, 2, 2, panels, 1, piece, 2);
    }
    float[][] wanted = {
      {1, 2, 3, 0, 0, 0},
      {4, 5, 6, 0, 0, 0},
      {7, 8, 9, 1, 2, 3},
      {0, 0, 0, 4, 5, 6},
      {0, 0, 0, 7, 8, 9}
    };
    for (int row = 0; row < 5; row++) {
      int at = 1 + row * 16;
      assertThat(Arrays.copyOfRange(panels, at, at + 6)).isEqualTo(wanted[row]);
      assertThat(Arrays.copyOfRange(panels, at + 6, at + 16)).containsOnly(0);
    }
    assertThat(panels[0]).isEqualTo(-7);
    assertThat(panels[81]).isEqualTo(-7);
  }
}
