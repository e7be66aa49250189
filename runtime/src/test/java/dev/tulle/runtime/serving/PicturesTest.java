package dev.tulle.runtime.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PicturesTest {
  /** What PIL 10 gives for `Image.convert("L")`: (19595 r + 38470 g + 7471 b + 32768) >> 16. */
  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_INT_BGR,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_4BYTE_ABGR
      })
  void coloursOfEveryKind(int type) {
    BufferedImage picture = new BufferedImage(3, 1, type);
    picture.setRGB(0, 0, 0xffff0000);
    picture.setRGB(1, 0, 0xff00ff00);
    picture.setRGB(2, 0, 0xff0a141e);
    assertThat(Pictures.grey("x", picture, 1, 3)).containsExactly(76, 150, 18);
    assertThat(Pictures.rgb("x", picture, 1, 3)).containsExactly(255, 0, 0, 0, 255, 0, 10, 20, 30);
  }

  @Test
  void alphaIsLeftOut() {
    BufferedImage picture = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
    picture.setRGB(0, 0, 0x000a141e);
    assertThat(Pictures.rgb("x", picture, 1, 1)).containsExactly(10, 20, 30);
  }

  @Test
  void greySamplesStayAsTheyAre() {
    BufferedImage picture = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY);
    int[] samples = {0, 1, 100, 255};
    picture.getRaster().setSamples(0, 0, 2, 2, 0, samples);
    assertThat(Pictures.grey("x", picture, 2, 2)).containsExactly(0, 1, 100, 255);
    assertThat(Pictures.rgb("x", picture, 2, 2)).startsWith(0, 0, 0, 1, 1, 1, 100);
  }

  @Test
  void deepGreyIsScaled() {
    BufferedImage picture = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    picture.getRaster().setSamples(0, 0, 2, 1, 0, new int[] {65535, 257 * 7});
    assertThat(Pictures.grey("x", picture, 1, 2)).containsExactly(255, 7);
  }

  @Test
  void palettesAreTheirColours() {
    byte[] red = {0, (byte) 255};
    byte[] green = {10, 0};
    byte[] blue = {20, 0};
    BufferedImage picture =
        new BufferedImage(
            2, 1, BufferedImage.TYPE_BYTE_INDEXED, new IndexColorModel(8, 2, red, green, blue));
    picture.getRaster().setSample(1, 0, 0, 1);
    assertThat(Pictures.rgb("x", picture, 1, 2)).containsExactly(0, 10, 20, 255, 0, 0);
  }

  /** As ImageIO reads PNG files with grey and alpha. */
  @Test
  void greyWithAlphaIsGrey() {
    var model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            true,
            false,
            Transparency.TRANSLUCENT,
            DataBuffer.TYPE_BYTE);
    BufferedImage picture =
        new BufferedImage(model, model.createCompatibleWritableRaster(1, 1), false, null);
    picture.getRaster().setPixel(0, 0, new int[] {90, 3});
    assertThat(Pictures.grey("x", picture, 1, 1)).containsExactly(90);
  }

  private static BufferedImage grey(int type) {
    var space = ColorSpace.getInstance(ColorSpace.CS_GRAY);
    var model = new ComponentColorModel(space, false, false, Transparency.OPAQUE, type);
    return new BufferedImage(model, model.createCompatibleWritableRaster(1, 1), false, null);
  }

  /** As ImageIO reads some TIFF files. */
  @Test
  void samplesOfFloatingPointAreRefused() {
    assertThatThrownBy(() -> Pictures.grey("x", grey(DataBuffer.TYPE_FLOAT), 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("`x` has samples of floating point");
  }

  @Test
  void samplesOfThirtyTwoBitsAreScaled() {
    BufferedImage picture = grey(DataBuffer.TYPE_INT);
    picture.getRaster().setSample(0, 0, 0, Integer.MAX_VALUE);
    assertThat(Pictures.grey("x", picture, 1, 1)).containsExactly(128);
  }

  /** A part of a picture has a raster that begins elsewhere. */
  @Test
  void partsOfPictures() {
    BufferedImage whole = new BufferedImage(4, 1, BufferedImage.TYPE_BYTE_GRAY);
    whole.getRaster().setSamples(0, 0, 4, 1, 0, new int[] {1, 2, 3, 4});
    assertThat(Pictures.grey("x", whole.getSubimage(2, 0, 2, 1), 1, 2)).containsExactly(3, 4);
  }
}
