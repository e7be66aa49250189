package dev.tulle.runtime.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrientationTest {
  /** The beginning of a JPEG whose Exif part says a number. */
  private static byte[] jpeg(int number, ByteOrder order) {
    ByteBuffer tiff = ByteBuffer.allocate(38).order(order);
    tiff.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII));
    tiff.putShort((short) 42).putInt(8).putShort((short) 2);
    // The width of the picture comes before.
    tiff.putShort((short) 0x0100).putShort((short) 3).putInt(1).putShort((short) 7);
    tiff.putShort((short) 0);
    tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) number);
    ByteBuffer file = ByteBuffer.allocate(80);
    file.putShort((short) 0xffd8);
    file.putShort((short) 0xffe0).putShort((short) 6).putInt(0);
    file.putShort((short) 0xffe1).putShort((short) (2 + 6 + tiff.capacity()));
    file.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put(tiff.array());
    file.putShort((short) 0xffda);
    return Arrays.copyOf(file.array(), file.position());
  }

  private static Orientation of(byte[] file) throws IOException {
    return Orientation.of(new ByteArrayInputStream(file));
  }

  @ParameterizedTest
  @EnumSource
  void isReadInBothByteOrders(Orientation orientation) throws IOException {
    int number = orientation.ordinal() + 1;
    assertThat(of(jpeg(number, ByteOrder.BIG_ENDIAN))).isEqualTo(orientation);
    assertThat(of(jpeg(number, ByteOrder.LITTLE_ENDIAN))).isEqualTo(orientation);
  }

  /** JPEG lets any number of such bytes stand in front of a marker. */
  @Test
  void bytesThatFillAreSkipped() throws IOException {
    assertThat(of(behind(jpeg(6, ByteOrder.BIG_ENDIAN), 0xff))).isEqualTo(Orientation.TO_THE_RIGHT);
    assertThat(of(behind(jpeg(8, ByteOrder.LITTLE_ENDIAN), 0xff, 0xff, 0xff)))
        .isEqualTo(Orientation.TO_THE_LEFT);
  }

  /** Segments of applications may hold anything, or nothing. */
  @Test
  void shortSegmentsInFrontAreSkipped() throws IOException {
    assertThat(of(behind(jpeg(6, ByteOrder.BIG_ENDIAN), 0xff, 0xe1, 0, 2)))
        .isEqualTo(Orientation.TO_THE_RIGHT);
    assertThat(of(behind(jpeg(6, ByteOrder.BIG_ENDIAN), 0xff, 0xe1, 0, 6, 'E', 'x', 'i', 'f')))
        .isEqualTo(Orientation.TO_THE_RIGHT);
  }

  /** The file with some bytes behind its first two. */
  private static byte[] behind(byte[] file, int... bytes) {
    ByteBuffer longer = ByteBuffer.allocate(file.length + bytes.length);
    longer.put(file, 0, 2);
    for (int value : bytes) {
      longer.put((byte) value);
    }
    return longer.put(file, 2, file.length - 2).array();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, 65_535})
  void aNumberThatIsNoneSaysNothing(int number) throws IOException {
    assertThat(of(jpeg(number, ByteOrder.BIG_ENDIAN))).isEqualTo(Orientation.UPRIGHT);
  }

  @Test
  void whatIsCutShortSaysNothing() throws IOException {
    byte[] whole = jpeg(6, ByteOrder.LITTLE_ENDIAN);
    for (int length = 0; length < whole.length - 16; length++) {
      assertThat(of(Arrays.copyOf(whole, length))).isEqualTo(Orientation.UPRIGHT);
    }
    for (int i = 12; i < whole.length; i++) {
      byte[] spoilt = whole.clone();
      spoilt[i] = (byte) 0xff;
      assertThat(of(spoilt)).isNotNull();
    }
    assertThat(of("no picture at all".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(Orientation.UPRIGHT);
  }

  /** Where the corners `1 2` over `3 4` come to lie, by the table of the Exif standard. */
  @ParameterizedTest
  @CsvSource({
    "UPRIGHT, 1 2 3 4",
    "MIRRORED, 2 1 4 3",
    "UPSIDE_DOWN, 4 3 2 1",
    "FLIPPED, 3 4 1 2",
    "TRANSPOSED, 1 3 2 4",
    "TO_THE_RIGHT, 3 1 4 2",
    "TRANSVERSED, 4 2 3 1",
    "TO_THE_LEFT, 2 4 1 3"
  })
  void turns(Orientation orientation, String corners) {
    var picture = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
    picture.getRaster().setSample(0, 0, 0, 1);
    picture.getRaster().setSample(2, 0, 0, 2);
    picture.getRaster().setSample(0, 1, 0, 3);
    picture.getRaster().setSample(2, 1, 0, 4);
    BufferedImage upright = orientation.upright(picture);
    int right = upright.getWidth() - 1;
    int low = upright.getHeight() - 1;
    var raster = upright.getRaster();
    assertThat(
            "%d %d %d %d"
                .formatted(
                    raster.getSample(0, 0, 0),
                    raster.getSample(right, 0, 0),
                    raster.getSample(0, low, 0),
                    raster.getSample(right, low, 0)))
        .isEqualTo(corners);
    assertThat(right + low).isEqualTo(3);
  }
}
