package dev.tulle.runtime.serving;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;

/**
 * Pictures as numbers from 0 (dark) to 255, row by row from the upper left corner.
 *
 * <p>Numbers are those that the file has, without any correction of gamma: samples of grey
 * pictures, and the red, green and blue of coloured ones, also of a palette. Samples of more or
 * fewer than 8 bits are scaled to 0 to 255. Alpha is left out, whatever the pixel's colour behind
 * it is.
 */
public final class Pictures {
  /** How long a side of a picture may be that is resized: as long as a JPEG has it. */
  public static final int MOST_SIDE = 65_535;

  private Pictures() {}

  /**
   * One number a pixel. Of colours it is the luma of ITU-R BT.601, 0.299 red + 0.587 green + 0.114
   * blue, rounded to a whole number, as the Python Imaging Library and torchvision convert to `L`.
   *
   * @param name the input's, for messages
   * @throws IllegalArgumentException where the picture has another size, with both, or is grey with
   *     samples of floating point
   */
  public static float[] grey(String name, BufferedImage picture, int height, int width) {
    check(name, picture, height, width);
    if (isGrey(picture)) {
      return samples(name, picture);
    }
    int[] pixels = picture.getRGB(0, 0, width, height, null, 0, width);
    float[] grey = new float[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      int pixel = pixels[i];
      int red = pixel >> 16 & 0xff;
      int green = pixel >> 8 & 0xff;
      int blue = pixel & 0xff;
      // The weights in units of 2^-16, which sum to 1.
      grey[i] = (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;
    }
    return grey;
  }

  /**
   * Three numbers a pixel: red, green and blue.
   *
   * @param name the input's, for messages
   * @throws IllegalArgumentException where the picture has another size, with both, or is grey with
   *     samples of floating point
   */
  public static float[] rgb(String name, BufferedImage picture, int height, int width) {
    check(name, picture, height, width);
    float[] rgb = new float[3 * height * width];
    if (isGrey(picture)) {
      float[] grey = samples(name, picture);
      for (int i = 0; i < rgb.length; i++) {
        rgb[i] = grey[i / 3];
      }
      return rgb;
    }
    int[] pixels = picture.getRGB(0, 0, width, height, null, 0, width);
    for (int i = 0; i < pixels.length; i++) {
      rgb[3 * i] = pixels[i] >> 16 & 0xff;
      rgb[3 * i + 1] = pixels[i] >> 8 & 0xff;
      rgb[3 * i + 2] = pixels[i] & 0xff;
    }
    return rgb;
  }

  /** As {@link #grey}, of a picture of any size, which is resized as {@link Resizing} says. */
  public static float[] resizedGrey(String name, BufferedImage picture, int height, int width) {
    return resized(name, picture, height, width, 1);
  }

  /** As {@link #rgb}, of a picture of any size, which is resized as {@link Resizing} says. */
  public static float[] resizedRgb(String name, BufferedImage picture, int height, int width) {
    return resized(name, picture, height, width, 3);
  }

  /**
   * Line by line into sums for the new lines, so that a picture of any shape needs no more room
   * than one line of it and the result.
   */
  private static float[] resized(
      String name, BufferedImage picture, int height, int width, int channels) {
    if (picture == null) {
      throw new IllegalArgumentException("`" + name + "` is null");
    }
    int lines = picture.getHeight();
    if (Math.max(lines, picture.getWidth()) > MOST_SIDE) {
      throw new IllegalArgumentException(
          "`%s` is a picture of %s x %s pixels (width x height), and a side has at most %s"
              .formatted(name, picture.getWidth(), lines, MOST_SIDE));
    }
    var across = new Resizing(picture.getWidth(), width);
    var down = new Resizing(lines, height);
    float[] narrow = new float[width * channels];
    double[] sums = new double[height * narrow.length];
    for (int y = 0; y < lines; y++) {
      BufferedImage line = picture.getSubimage(0, y, picture.getWidth(), 1);
      float[] samples =
          channels == 1
              ? grey(name, line, 1, picture.getWidth())
              : rgb(name, line, 1, picture.getWidth());
      across.apply(samples, narrow, channels);
      down.add(narrow, y, sums);
    }
    float[] all = new float[sums.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = Resizing.rounded(sums[i]);
    }
    return all;
  }

  private static void check(String name, BufferedImage picture, int height, int width) {
    if (picture == null) {
      throw new IllegalArgumentException("`" + name + "` is null");
    }
    if (picture.getHeight() != height || picture.getWidth() != width) {
      throw new IllegalArgumentException(
          "`%s` is a picture of %s x %s pixels (width x height), but %s x %s are wanted"
              .formatted(name, picture.getWidth(), picture.getHeight(), width, height));
    }
  }

  /** Java's grey is linear light: `getRGB` would brighten the samples on their way to sRGB. */
  private static boolean isGrey(BufferedImage picture) {
    return picture.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
  }

  private static float[] samples(String name, BufferedImage picture) {
    Raster raster = picture.getRaster();
    int width = picture.getWidth();
    int height = picture.getHeight();
    float[] samples = raster.getSamples(0, 0, width, height, 0, (float[]) null);
    int kind = raster.getTransferType();
    if (kind == DataBuffer.TYPE_FLOAT || kind == DataBuffer.TYPE_DOUBLE) {
      throw new IllegalArgumentException(
          "`" + name + "` has samples of floating point, whose white is not known");
    }
    long most = (1L << picture.getColorModel().getComponentSize(0)) - 1;
    if (most != 255) {
      for (int i = 0; i < samples.length; i++) {
        samples[i] = Math.round(samples[i] * 255.0 / most);
      }
    }
    return samples;
  }
}
