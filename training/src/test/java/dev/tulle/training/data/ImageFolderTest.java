package dev.tulle.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.runtime.recipe.Cells;
import dev.tulle.runtime.recipe.DataSource;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
  private static final DataSource.Pictures COLOURS = new DataSource.Pictures(2, 2, 3, true);
  private static final DataSource.Pictures GREY = new DataSource.Pictures(2, 2, 1, true);
  private static final DataSource.Pictures AS_THEY_ARE = new DataSource.Pictures(2, 2, 3, false);

  @TempDir Path folder;

  private Path place(String name) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      return file;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void picture(String name, BufferedImage picture) throws IOException {
    String format = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    assertThat(ImageIO.write(picture, format, place(name).toFile())).isTrue();
  }

  private static BufferedImage plain(int colour) {
    return plain(colour, 4, 4, BufferedImage.TYPE_INT_RGB);
  }

  private static BufferedImage plain(int colour, int width, int height, int type) {
    var picture = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        picture.setRGB(x, y, colour);
      }
    }
    return picture;
  }

  private Table table(DataSource.Pictures pictures) {
    return new ImageFolder(folder, pictures).table((done, all) -> {});
  }

  private static int[] pixels(Table table, int row, int count) {
    Cells cells = table.row(row);
    return IntStream.range(0, count).map(i -> (int) cells.number("pixels[" + i + "]")).toArray();
  }

  private static List<String> classes(Table table) {
    return IntStream.range(0, table.rows()).mapToObj(r -> table.row(r).text("class")).toList();
  }

  @Test
  void rowsAreInTheOrderOfNamesAndClassesAreFolders() throws IOException {
    // Written in another order than by name.
    picture("dogs/b.png", plain(0x030303));
    picture("cats/z.PNG", plain(0x020202));
    picture("dogs/a/first.png", plain(0x040404));
    picture("cats/A.png", plain(0x010101));
    Files.writeString(place("cats/.DS_Store"), "hidden");
    Files.writeString(place(".git/x.txt"), "hidden");
    Files.writeString(place("cats/Thumbs.db"), "clutter");
    Files.writeString(folder.resolve("README.txt"), "beside the folders");
    Table table = table(COLOURS);
    assertThat(classes(table)).containsExactly("cats", "cats", "dogs", "dogs");
    assertThat(IntStream.range(0, 4).map(r -> pixels(table, r, 1)[0])).containsExactly(1, 2, 4, 3);
    assertThat(table.columns()).hasSize(13).startsWith("pixels[0]").endsWith("class");
    assertThat(table.place(1)).isEqualTo(folder.resolve("cats/z.PNG").toString());
  }

  @Test
  void channelsAreThoseOfTheNet() throws IOException {
    picture("a/colour.png", plain(0xff8000));
    picture("a/grey.png", plain(0x808080, 4, 4, BufferedImage.TYPE_BYTE_GRAY));
    Table colours = table(COLOURS);
    assertThat(pixels(colours, 0, 3)).containsExactly(255, 128, 0);
    int[] grey = pixels(colours, 1, 3);
    assertThat(grey).containsOnly(grey[0]);
    // Luma of ITU-R BT.601.
    assertThat(pixels(table(GREY), 0, 4)).containsOnly((int) Math.round(0.299 * 255 + 0.587 * 128));
    assertThat(pixels(table(GREY), 1, 1)).containsExactly(grey[0]);
  }

  @Test
  void alphaIsLeftOutAndSixteenBitsAreScaled() throws IOException {
    picture(
        "a/alpha.png",
        plain(new Color(10, 20, 30, 128).getRGB(), 4, 4, BufferedImage.TYPE_INT_ARGB));
    var deep = new BufferedImage(4, 4, BufferedImage.TYPE_USHORT_GRAY);
    for (int i = 0; i < 16; i++) {
      deep.getRaster().setSample(i % 4, i / 4, 0, 0x8080);
    }
    picture("a/deep.png", deep);
    assertThat(pixels(table(COLOURS), 0, 3)).containsExactly(10, 20, 30);
    assertThat(pixels(table(COLOURS), 1, 3)).containsExactly(128, 128, 128);
  }

  @Test
  void jpegIsRead() throws IOException {
    picture("a/one.jpg", plain(0x406080, 16, 16, BufferedImage.TYPE_INT_RGB));
    picture("a/two.JPEG", plain(0x406080, 16, 16, BufferedImage.TYPE_INT_RGB));
    Table table = table(COLOURS);
    int[] found = pixels(table, 0, 3);
    int[] written = {0x40, 0x60, 0x80};
    for (int c = 0; c < 3; c++) {
      assertThat(found[c]).isBetween(written[c] - 3, written[c] + 3);
    }
    assertThat(pixels(table, 1, 3)).containsExactly(found);
  }

  @Test
  void anotherSizeNeedsAResize() throws IOException {
    picture("a/one.png", plain(1, 2, 2, BufferedImage.TYPE_INT_RGB));
    assertThat(table(AS_THEY_ARE).rows()).isEqualTo(1);
    picture("a/two.png", plain(1, 5, 3, BufferedImage.TYPE_INT_RGB));
    refused(
        AS_THEY_ARE,
        "a/two.png is 5 x 3 pixels (width x height), and the net takes 2 x 2",
        "`resize(2, 2)` in place of `pixels` makes all of one size");
  }

  private void refused(DataSource.Pictures pictures, String message, String help) {
    assertThatThrownBy(() -> table(pictures))
        .isInstanceOfSatisfying(
            DataException.class,
            e -> {
              assertThat(e.getMessage()).contains(message);
              assertThat(e.help()).contains(help);
            });
  }

  @Test
  void aFolderWithoutPicturesIsASentence() throws IOException {
    refused(COLOURS, "there are no pictures in", "a folder for each class");
    Files.createDirectory(folder.resolve("cats"));
    refused(COLOURS, "cats has no pictures", "put its pictures there, or take it away");
    picture("stray.png", plain(1));
    refused(COLOURS, "stray.png is in no folder of a class", "cats");
  }

  @Test
  void whatIsNoPictureIsASentence() throws IOException {
    picture("a/good.png", plain(1));
    Files.writeString(place("a/notes.txt"), "text");
    refused(COLOURS, "notes.txt is no file in PNG, JPEG, BMP or GIF", "take it out of");
    Files.delete(place("a/notes.txt"));
    Files.writeString(place("a/text.png"), "this is text");
    refused(
        COLOURS, "text.png is no PNG, JPEG, BMP or GIF, whatever its name says", "write it anew");
    Files.delete(place("a/text.png"));
    Files.createFile(place("a/zero.jpg"));
    refused(COLOURS, "zero.jpg is empty", "write it anew");
  }

  @Test
  void damagedPicturesAreASentence() throws IOException {
    var noisy = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 64 * 64; i++) {
      noisy.setRGB(i % 64, i / 64, i * 0x9e3779b9);
    }
    for (String ending : List.of("png", "jpg", "bmp", "gif")) {
      picture("a/cut." + ending, noisy);
      byte[] whole = Files.readAllBytes(place("a/cut." + ending));
      Files.write(place("a/cut." + ending), Arrays.copyOf(whole, whole.length / 2));
      refused(COLOURS, "cut." + ending + " cannot be read as a picture", "write it anew");
      Files.delete(place("a/cut." + ending));
    }
    picture("a/spoilt.png", noisy);
    byte[] spoilt = Files.readAllBytes(place("a/spoilt.png"));
    for (int i = 60; i < 100; i++) {
      spoilt[i] ^= 0x55;
    }
    Files.write(place("a/spoilt.png"), spoilt);
    refused(COLOURS, "spoilt.png cannot be read as a picture", "write it anew");
  }

  @Test
  void otherFormatsAreRefused() throws IOException {
    picture("a/good.bmp", plain(0x102030));
    picture("a/good.gif", plain(0x102030));
    assertThat(pixels(table(COLOURS), 0, 3)).containsExactly(0x10, 0x20, 0x30);
    assertThat(pixels(table(COLOURS), 1, 3)).containsExactly(0x10, 0x20, 0x30);
    picture("a/photo.tiff", plain(1));
    refused(COLOURS, "photo.tiff is no file in PNG, JPEG, BMP or GIF", "write it as a PNG");
    Files.move(place("a/photo.tiff"), place("a/photo.png"));
    refused(
        COLOURS,
        "photo.png holds a picture of the format tif, and PNG, JPEG, BMP or GIF is read",
        "write it anew as a PNG");
  }

  /** What a camera says of how it was held stands in front of the picture. */
  @Test
  void picturesOfCamerasAreTurnedUpright() throws IOException {
    var wide = new BufferedImage(32, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 32 * 16; i++) {
      wide.setRGB(i % 32, i / 32, i % 32 < 16 ? 0xffffff : 0);
    }
    picture("a/held.jpg", wide);
    byte[] plain = Files.readAllBytes(place("a/held.jpg"));
    var turned = new ByteArrayOutputStream();
    turned.write(plain, 0, 2);
    turned.write(new byte[] {(byte) 0xff, (byte) 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0, 0});
    turned.write(new byte[] {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1});
    turned.write(new byte[] {1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0});
    turned.write(plain, 2, plain.length - 2);
    Files.write(place("a/turned.jpg"), turned.toByteArray());
    Table table = table(GREY);
    assertThat(pixels(table, 0, 4)).containsExactly(219, 36, 219, 36);
    assertThat(pixels(table, 1, 4)).containsExactly(219, 219, 36, 36);
    var tall = new DataSource.Pictures(32, 16, 1, false);
    refused(tall, "held.jpg is 32 x 16 pixels", "resize(32, 16)");
    Files.delete(place("a/held.jpg"));
    assertThat(table(tall).rows()).isEqualTo(1);
  }

  @Test
  void aLinkBackIsASentence() throws IOException {
    picture("a/good.png", plain(1));
    Files.createSymbolicLink(place("b/other"), folder.resolve("a"));
    assertThat(classes(table(COLOURS))).containsExactly("a", "b");
    Files.createSymbolicLink(place("a/deep/again"), folder.resolve("a"));
    refused(COLOURS, "again leads back to a folder that it is in", "take the link away");
  }

  @Test
  void aLongSideIsASentence() throws IOException {
    Files.write(place("a/long.png"), header(1, 65_536));
    refused(COLOURS, "long.png is 1 x 65536 pixels", "write it smaller");
  }

  @Test
  void aHugePictureIsNotBelieved() throws IOException {
    Files.write(place("a/a.png"), header(100_000, 100_000));
    refused(COLOURS, "a.png is 100000 x 100000 pixels", "write it smaller");
    Files.delete(place("a/a.png"));
    Files.write(place("a/bomb.png"), header(50_000, 50_000));
    refused(COLOURS, "bomb.png is 50000 x 50000 pixels", "write it smaller");
  }

  /** A PNG that has nothing but its header. */
  private static byte[] header(int width, int height) throws IOException {
    var chunk = new ByteArrayOutputStream();
    var data = new DataOutputStream(chunk);
    data.writeBytes("IHDR");
    data.writeInt(width);
    data.writeInt(height);
    data.write(new byte[] {8, 2, 0, 0, 0});
    var crc = new CRC32();
    crc.update(chunk.toByteArray());
    var file = new ByteArrayOutputStream();
    var out = new DataOutputStream(file);
    out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    out.writeInt(13);
    out.write(chunk.toByteArray());
    out.writeInt((int) crc.getValue());
    return file.toByteArray();
  }

  @Test
  void coloursForPrintAreASentence() throws IOException {
    // Its data are those of three colours, which nobody comes to read.
    picture("a/print.jpg", plain(0x406080, 16, 16, BufferedImage.TYPE_INT_RGB));
    byte[] jpeg = Files.readAllBytes(place("a/print.jpg"));
    Files.write(place("a/print.jpg"), FourColours.of(jpeg));
    refused(COLOURS, "print.jpg has colours for print (CMYK)", "write it anew in RGB");
  }

  /** Adds a component to the frame and the scan of a JPEG. */
  private static final class FourColours {
    private static final byte[] ADOBE = {
      (byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0
    };

    static byte[] of(byte[] jpeg) {
      List<Byte> out = new ArrayList<>();
      int at = 2;
      add(out, jpeg, 0, 2);
      while (at < jpeg.length) {
        int marker = jpeg[at + 1] & 0xff;
        int length = (jpeg[at + 2] & 0xff) << 8 | jpeg[at + 3] & 0xff;
        byte[] segment = Arrays.copyOfRange(jpeg, at, at + 2 + length);
        boolean frame = marker == 0xc0;
        boolean scan = marker == 0xda;
        if (marker == 0xe0) {
          // JFIF has one or three colours; Adobe's marker says that these are four for print.
          add(out, ADOBE, 0, ADOBE.length);
          at += 2 + length;
          continue;
        }
        if (frame) {
          segment[9] = 4;
        } else if (scan) {
          segment[4] = 4;
        }
        if (frame || scan) {
          segment[3] += frame ? 3 : 2;
          int end = frame ? segment.length : segment.length - 3;
          add(out, segment, 0, end);
          add(out, frame ? new byte[] {4, 0x11, 1} : new byte[] {4, 0x11}, 0, frame ? 3 : 2);
          add(out, segment, end, segment.length);
        } else {
          add(out, segment, 0, segment.length);
        }
        at += 2 + length;
        if (scan) {
          add(out, jpeg, at, jpeg.length);
          break;
        }
      }
      byte[] bytes = new byte[out.size()];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = out.get(i);
      }
      return bytes;
    }

    private static void add(List<Byte> out, byte[] bytes, int from, int to) {
      for (int i = from; i < to; i++) {
        out.add(bytes[i]);
      }
    }
  }

  @Test
  void progressIsToldEveryThousand() throws IOException {
    picture("a/0.png", plain(1, 2, 2, BufferedImage.TYPE_INT_RGB));
    for (int i = 1; i < 2100; i++) {
      Files.copy(place("a/0.png"), place("a/" + i + ".png"));
    }
    List<String> told = new ArrayList<>();
    new ImageFolder(folder, COLOURS).table((done, all) -> told.add(done + " of " + all));
    assertThat(told).containsExactly("1000 of 2100", "2000 of 2100");
  }
}
