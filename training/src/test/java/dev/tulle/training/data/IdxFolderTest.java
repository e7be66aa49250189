package dev.tulle.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFolderTest {
  /** Two pictures of 2 x 3. */
  private static final int[] IMAGES = {
    0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 0, 1, 2, 3, 4, 255, 9, 8, 7, 6, 5, 128
  };

  private static final int[] LABELS = {0, 0, 8, 1, 0, 0, 0, 2, 7, 200};

  @TempDir Path path;

  private void write(String name, int... bytes) throws IOException {
    byte[] contents = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      contents[i] = (byte) bytes[i];
    }
    Files.write(path.resolve(name), contents);
  }

  private Table train() {
    return new IdxFolder(path).train();
  }

  @Test
  void readsPicturesAndClasses() throws IOException {
    write("train-images-idx3-ubyte", IMAGES);
    write("train-labels-idx1-ubyte", LABELS);
    Table table = train();
    assertThat(table.rows()).isEqualTo(2);
    assertThat(table.columns())
        .containsExactly(
            "pixels[0]", "pixels[1]", "pixels[2]", "pixels[3]", "pixels[4]", "pixels[5]", "class");
    assertThat(table.row(0).number("pixels[5]")).isEqualTo(255);
    assertThat(table.row(1).number("pixels[0]")).isEqualTo(9);
    assertThat(table.row(1).number("class")).isEqualTo(200);
    assertThat(table.row(0).text("class")).isEqualTo("7");
    assertThat(table.place(1)).endsWith("train-images-idx3-ubyte, picture 2");
    assertThat(new IdxFolder(path).hasTest()).isFalse();
  }

  @Test
  void readsWhatGzipPacked() throws IOException {
    write("images", IMAGES);
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(Files.readAllBytes(path.resolve("images")));
    }
    Files.write(path.resolve("t10k-images-idx3-ubyte.gz"), packed.toByteArray());
    IdxFolder folder = new IdxFolder(path);
    assertThat(folder.hasTest()).isTrue();
    assertThat(folder.test().row(1).number("pixels[5]")).isEqualTo(128);
    assertThat(folder.test().columns()).doesNotContain("class");
    Files.write(path.resolve("t10k-images-idx3-ubyte.gz"), Arrays.copyOf(packed.toByteArray(), 20));
    refused(folder::test, "D304", "t10k-images");
  }

  @Test
  void refusesWhatIsNoSuchFile() throws IOException {
    refused(this::train, "S006", "train-images-idx3-ubyte");
    for (int length : new int[] {0, 1, 3, 7, 15, 27}) {
      write("train-images-idx3-ubyte", Arrays.copyOf(IMAGES, length));
      refused(this::train, "D304", "train-images");
    }
    write("train-images-idx3-ubyte", Arrays.copyOf(IMAGES, IMAGES.length + 1));
    refused(this::train, "D304", "more bytes follow");
    write("train-images-idx3-ubyte", 0, 0, 13, 1, 0, 0, 0, 1, 0, 0, 0, 0);
    refused(this::train, "D304", "0xd");
    write("train-images-idx3-ubyte", 80, 75, 3, 4);
    refused(this::train, "D304", "two zeros");
  }

  @Test
  void takesNoMemoryThatAHeaderAloneAsksFor() throws IOException {
    write("train-images-idx3-ubyte", 0, 0, 8, 2, 0x7f, 0, 0, 0, 0, 0, 0, 1);
    refused(this::train, "D304", "0 bytes follow");
    write("train-images-idx3-ubyte", 0, 0, 8, 2, 0x7f, 0, 0, 0, 0x7f, 0, 0, 1);
    refused(this::train, "D304", "axis 1");
    write("train-images-idx3-ubyte", 0, 0, 8, 1, 0xff, 0xff, 0xff, 0xff);
    refused(this::train, "D304", "4294967295");
  }

  @Test
  void wantsAClassForEachPicture() throws IOException {
    write("train-images-idx3-ubyte", IMAGES);
    write("train-labels-idx1-ubyte", 0, 0, 8, 1, 0, 0, 0, 3, 1, 2, 3);
    refused(this::train, "D304", "2 pictures");
  }

  private static void refused(Runnable read, String code, String why) {
    assertThatThrownBy(read::run)
        .isInstanceOfSatisfying(DataException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(why);
  }
}
