package dev.tulle.runtime.serving;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * How a camera was held, which a JPEG file may say in its Exif part: Java's readers leave pictures
 * as the sensor saw them, and training turns them upright. An application that serves pictures of
 * cameras does likewise:
 *
 * <pre>{@code
 * BufferedImage seen = Orientation.of(Files.newInputStream(file)).upright(ImageIO.read(file.toFile()));
 * }</pre>
 */
public enum Orientation {
  UPRIGHT(false, false, false),
  MIRRORED(false, true, false),
  UPSIDE_DOWN(false, true, true),
  FLIPPED(false, false, true),
  TRANSPOSED(true, false, false),
  TO_THE_RIGHT(true, true, false),
  TRANSVERSED(true, true, true),
  TO_THE_LEFT(true, false, true);

  private static final int START = 0xffd8;
  private static final int APP1 = 0xffe1;
  private static final int SCAN = 0xffda;
  private static final int FILL = 0xff;
  private static final int TAG = 0x0112;
  private static final int SHORT = 3;

  /** Bytes of an entry of a directory. */
  private static final int ENTRY = 12;

  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

  /** Whether lines of the file are columns of the picture. */
  private final boolean turned;

  /** Whether columns of the picture come from the right end of what the file has in their place. */
  private final boolean fromRight;

  private final boolean fromBelow;

  Orientation(boolean turned, boolean fromRight, boolean fromBelow) {
    this.turned = turned;
    this.fromRight = fromRight;
    this.fromBelow = fromBelow;
  }

  /**
   * What a file says; {@link #UPRIGHT} where it is no JPEG, says nothing, or nothing that can be
   * read.
   *
   * @param file from its beginning on; it is read as far as is needed, and closed
   */
  public static Orientation of(InputStream file) throws IOException {
    try (DataInputStream in = new DataInputStream(file)) {
      if (in.readUnsignedShort() != START) {
        return UPRIGHT;
      }
      int marker = marker(in);
      while (marker >> Byte.SIZE == FILL && marker != SCAN) {
        byte[] segment = in.readNBytes(Math.max(0, in.readUnsignedShort() - Short.BYTES));
        if (marker == APP1 && beginsWithExif(segment)) {
          return ofExif(
              ByteBuffer.wrap(segment, EXIF.length, segment.length - EXIF.length).slice());
        }
        marker = marker(in);
      }
      return UPRIGHT;
    } catch (EOFException | IndexOutOfBoundsException e) {
      // What is cut short says nothing; whoever reads the picture finds out.
      return UPRIGHT;
    }
  }

  private static boolean beginsWithExif(byte[] segment) {
    return segment.length >= EXIF.length
        && Arrays.equals(EXIF, 0, EXIF.length, segment, 0, EXIF.length);
  }

  /** The next two bytes, without those that fill the file in front of a marker. */
  private static int marker(DataInputStream in) throws IOException {
    int first = in.readUnsignedByte();
    int second = in.readUnsignedByte();
    while (first == FILL && second == FILL) {
      second = in.readUnsignedByte();
    }
    return first << Byte.SIZE | second;
  }

  /** The tag in the first directory of a TIFF header and what is behind it. */
  private static Orientation ofExif(ByteBuffer tiff) {
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    int entries = Short.toUnsignedInt(tiff.getShort(directory));
    for (int i = 0; i < entries; i++) {
      int entry = directory + Short.BYTES + i * ENTRY;
      if (tiff.getShort(entry) == TAG && tiff.getShort(entry + 2) == SHORT) {
        int number = Short.toUnsignedInt(tiff.getShort(entry + 8));
        return number >= 1 && number <= values().length ? values()[number - 1] : UPRIGHT;
      }
    }
    return UPRIGHT;
  }

  /** The picture as it was seen; itself where nothing is to be done. */
  public BufferedImage upright(BufferedImage picture) {
    if (this == UPRIGHT) {
      return picture;
    }
    int width = turned ? picture.getHeight() : picture.getWidth();
    int height = turned ? picture.getWidth() : picture.getHeight();
    WritableRaster from = picture.getRaster();
    WritableRaster to = from.createCompatibleWritableRaster(width, height);
    Object pixel = null;
    for (int y = 0; y < height; y++) {
      int row = fromBelow ? height - 1 - y : y;
      for (int x = 0; x < width; x++) {
        int column = fromRight ? width - 1 - x : x;
        pixel = from.getDataElements(turned ? row : column, turned ? column : row, pixel);
        to.setDataElements(x, y, pixel);
      }
    }
    return new BufferedImage(picture.getColorModel(), to, picture.isAlphaPremultiplied(), null);
  }
}
