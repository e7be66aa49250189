package dev.tulle.runtime.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResizingTest {
  private static float[] line(int wanted, float... old) {
    float[] line = new float[wanted];
    new Resizing(old.length, wanted).apply(old, line, 1);
    return line;
  }

  @Test
  void halvingLooksAtThreeNeighbours() {
    // 3/7, 3/7 and 1/7 of 0, 10 and 20; and the mirror image.
    assertThat(line(2, 0, 10, 20, 30)).containsExactly(7, 23);
  }

  @Test
  void doublingLiesOnLinesBetweenCentres() {
    assertThat(line(4, 0, 100)).containsExactly(0, 25, 75, 100);
  }

  @Test
  void theSameLengthIsTheSame() {
    assertThat(line(5, 3, 1, 4, 1, 5)).containsExactly(3, 1, 4, 1, 5);
  }

  @ParameterizedTest
  @CsvSource({"7, 3", "3, 7", "100, 9", "9, 10", "1, 5", "5, 1"})
  void aConstantStays(int length, int wanted) {
    float[] old = new float[length];
    java.util.Arrays.fill(old, 200);
    assertThat(line(wanted, old)).containsOnly(200);
  }

  @Test
  void fineStripesBecomeGreyRatherThanStripes() {
    float[] stripes = new float[96];
    for (int i = 0; i < 96; i++) {
      stripes[i] = i % 2 * 255;
    }
    float[] small = line(32, stripes);
    assertThat(IntStream.range(1, 31)).allMatch(i -> Math.abs(small[i] - 127.5) < 30);
  }

  @Test
  void linesComeBeforeColumnsAndChannelsStayApart() {
    var picture = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(0, 0, 0xff0000);
    picture.setRGB(1, 1, 0x0000ff);
    assertThat(Pictures.resizedRgb("x", picture, 1, 1)).containsExactly(64, 0, 64);
    assertThat(Pictures.resizedRgb("x", picture, 2, 2))
        .containsExactly(255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255);
  }

  /** The tent over the plane, in one sum, rounded once. */
  @Test
  void isTheTentOverThePlane() {
    var random = new SplittableRandom(4);
    var picture = new BufferedImage(13, 11, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < 11; y++) {
      for (int x = 0; x < 13; x++) {
        picture.getRaster().setSample(x, y, 0, random.nextInt(256));
      }
    }
    float[] found = Pictures.resizedGrey("x", picture, 4, 17);
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 17; j++) {
        double sum = 0;
        double total = 0;
        for (int y = 0; y < 11; y++) {
          for (int x = 0; x < 13; x++) {
            double down = Math.max(0, 1 - Math.abs((y + 0.5) - (i + 0.5) * 11 / 4) * 4 / 11);
            double across = Math.max(0, 1 - Math.abs((x + 0.5) - (j + 0.5) * 13 / 17));
            sum += down * across * picture.getRaster().getSample(x, y, 0);
            total += down * across;
          }
        }
        assertThat(found[i * 17 + j])
            .isBetween((float) (sum / total - 1), (float) (sum / total + 1));
      }
    }
  }

  /** 4 billion bytes would be between the two, where all lines were kept. */
  @Test
  void aTallPictureTakesNoMoreRoomThanTheResult() {
    var tall = new BufferedImage(1, 65_535, BufferedImage.TYPE_BYTE_GRAY);
    tall.getRaster().setSample(0, 65_534, 0, 255);
    float[] found = Pictures.resizedRgb("x", tall, 3, 5_000);
    assertThat(found).hasSize(3 * 3 * 5_000);
    assertThat(found).containsOnly(0);
    var longer = new BufferedImage(1, 65_536, BufferedImage.TYPE_BYTE_GRAY);
    assertThatThrownBy(() -> Pictures.resizedGrey("x", longer, 1, 1))
        .hasMessage(
            "`x` is a picture of 1 x 65536 pixels (width x height), and a side has at most 65535");
  }

  @Test
  void nothingIsNoPicture() {
    assertThatThrownBy(() -> Pictures.resizedGrey("image", null, 2, 2))
        .hasMessage("`image` is null");
  }
}
