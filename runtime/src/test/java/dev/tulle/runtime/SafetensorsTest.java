package dev.tulle.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.runtime.Safetensors.Tensor;
import dev.tulle.runtime.Safetensors.Type;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("w.safetensors");
  }

  /** A file of a length field, a header and data, whatever they claim. */
  private Path file(long length, String header, int dataBytes) throws IOException {
    byte[] text = header.getBytes(UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + dataBytes);
    bytes.order(ByteOrder.LITTLE_ENDIAN).putLong(length).put(text);
    return Files.write(file(), bytes.array());
  }

  private Path file(String header, int dataBytes) throws IOException {
    return file(header.getBytes(UTF_8).length, header, dataBytes);
  }

  @Test
  void writesTheBytesTheFormatDescribes() throws IOException {
    float[] values = {9, 1.5f, -2, 9};
    new Safetensors(List.of(Tensor.of("b", List.of(2), values, 1, 2)), Map.of("z", "1", "a", "\"é"))
        .write(file());
    byte[] bytes = Files.readAllBytes(file());
    String header =
        "{\"__metadata__\":{\"a\":\"\\\"é\",\"z\":\"1\"},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
    int length = (header.getBytes(UTF_8).length + 7) / 8 * 8;
    ByteBuffer read = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(read.getLong()).isEqualTo(length);
    assertThat(new String(bytes, 8, length, UTF_8).stripTrailing()).isEqualTo(header);
    assertThat(read.getFloat(8 + length)).isEqualTo(1.5f);
    assertThat(read.getFloat(8 + length + 4)).isEqualTo(-2f);
    assertThat(bytes).hasSize(8 + length + 8);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file());
    }
  }

  @Test
  void readsWhatItWroteAndReplacesWhatWasThere() throws IOException {
    Files.writeString(file(), "an older file, longer than the new one is going to be".repeat(99));
    Safetensors written =
        new Safetensors(
            List.of(
                Tensor.of("x", List.of(), new float[] {3}, 0, 1),
                Tensor.of("none", List.of(0, 4), new float[0], 0, 0),
                Tensor.of("a", List.of(2, 1), new float[] {Float.MIN_VALUE, Float.NaN}, 0, 2)),
            Map.of());
    written.write(file());
    Safetensors read = Safetensors.read(file());
    assertThat(read.names()).containsExactly("x", "none", "a");
    assertThat(read.tensor("a").orElseThrow().floats()).containsExactly(Float.MIN_VALUE, Float.NaN);
    assertThat(read.tensor("x").orElseThrow().shape()).isEmpty();
    assertThat(read.metadata()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "F16, 0x3555, 0.333251953125",
    "F16, 0xc000, -2",
    "F16, 0x0001, 5.960464477539063e-8",
    "F16, 0x7bff, 65504",
    "F16, 0xfc00, -Infinity",
    "BF16, 0x3fc0, 1.5",
    "I16, 0xffff, -1",
  })
  void widensNarrowTypes(Type type, String bits, double value) {
    ByteBuffer data = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN);
    data.putShort(0, (short) (int) Integer.decode(bits));
    assertThat(new Tensor("t", type, List.of(1), data).doubles()).containsExactly(value);
  }

  @Test
  void keepsDoubles() throws IOException {
    ByteBuffer data = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(0, 0.1);
    new Safetensors(List.of(new Tensor("t", Type.F64, List.of(), data)), Map.of()).write(file());
    assertThat(Safetensors.read(file()).tensor("t").orElseThrow().at(0)).isEqualTo(0.1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}} | 4 | need 8",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | 3 | 3 follow",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | 5 | 5 follow",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | 8 | begin at 4",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}} | 4 | the size -1",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}} | 4 | [4, 0]",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]}} | 4 | [-4, 0]",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[65536,65536,65536,65536],\"data_offsets\":[0,0]}}"
            + " | 0 | more bytes than",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}} | 4 | the size 1.5",
        "{\"a\":{\"dtype\":\"F8\",\"shape\":[1],\"data_offsets\":[0,4]}} | 4 | dtype F8",
        "{\"a\":{\"shape\":[1],\"data_offsets\":[0,4]}} | 4 | lacks a dtype",
        "{\"a\":3} | 4 | lacks a dtype",
        "[] | 0 | an object",
        "{\"__metadata__\":{\"a\":1}} | 0 | not a text",
        "{\"a\":{}, \"a\":{}} | 0 | appears twice",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}"
            + " | 4 | begin at 0, but those of `a` end at 4",
      })
  void refusesWhatDoesNotAddUp(String header, int dataBytes, String says) throws IOException {
    Path file = file(header, dataBytes);
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("w.safetensors")
        .hasMessageContaining(says);
  }

  @ParameterizedTest
  @CsvSource({"-1", "9223372036854775807", "99999999", "1000000000", "0", "3"})
  void refusesAHeaderLengthThatTheFileDoesNotBearOut(long length) throws IOException {
    Path file = file(length, "{}", 0);
    assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(WeightsException.class);
  }

  @Test
  void refusesEveryTruncation() throws IOException {
    new Safetensors(List.of(Tensor.of("b", List.of(2), new float[2], 0, 2)), Map.of("a", "b"))
        .write(file());
    byte[] whole = Files.readAllBytes(file());
    for (int length = 0; length < whole.length; length++) {
      Files.write(file(), java.util.Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Safetensors.read(file())).isInstanceOf(WeightsException.class);
    }
  }

  @Test
  void refusesDeepNestingAndBytesThatAreNoText() throws IOException {
    Path deep = file("{\"a\":" + "[".repeat(100_000), 0);
    assertThatThrownBy(() -> Safetensors.read(deep)).hasMessageContaining("nested");
    byte[] bytes = Files.readAllBytes(file("{\"abc\":1}", 0));
    bytes[10] = (byte) 0xff;
    Files.write(file(), bytes);
    assertThatThrownBy(() -> Safetensors.read(file())).hasMessageContaining("UTF-8");
  }

  @Test
  void saysWhatTheFileSystemRefuses() throws IOException {
    assertThatThrownBy(() -> Safetensors.read(file()))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("w.safetensors cannot be read: there is no such file");
    assertThatThrownBy(() -> Safetensors.read(folder))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining(folder + " cannot be read");
    Files.writeString(file(), "a file, no folder");
    Safetensors empty = new Safetensors(List.of(), Map.of());
    assertThatThrownBy(() -> empty.write(file().resolve("x")))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("x cannot be written");
    assertThatThrownBy(() -> empty.write(folder)).isInstanceOf(WeightsException.class);
  }
}
