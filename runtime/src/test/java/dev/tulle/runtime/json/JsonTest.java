package dev.tulle.runtime.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void readsEveryKindOfValue() throws JsonException {
    assertThat(JsonReader.readObject(" {\"a\" : [1, -2.5e2, true,false,null, \"x\\u00e9\\n\"]}\n"))
        .isEqualTo(Map.of("a", List.of(1L, -250.0, true, false, Optional.empty(), "x\u00e9\n")));
    assertThat(JsonReader.read("{}")).isEqualTo(Map.of());
    assertThat(JsonReader.read("[[]]")).isEqualTo(List.of(List.of()));
    assertThat(JsonReader.read("12345678901234567890")).isEqualTo(12345678901234567890.0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"a\"}",
        "{\"a\":1,}",
        "{\"a\":1 \"b\":2}",
        "{a:1}",
        "[1,]",
        "[1",
        "01",
        "1.",
        "-",
        "1e",
        ".5",
        "+1",
        "tru",
        "nul",
        "\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u00g0\"",
        "\"\n\"",
        "1 2",
        "{\"a\":1,\"a\":1}",
        "NaN",
        "'a'"
      })
  void refusesAnythingElse(String text) {
    assertThatThrownBy(() -> JsonReader.read(text)).isInstanceOf(JsonException.class);
  }

  @Test
  void refusesDeepNestingWithoutOverflow() {
    assertThatThrownBy(() -> JsonReader.read("[".repeat(1_000_000)))
        .isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> JsonReader.read("{\"a\":".repeat(1_000_000)))
        .isInstanceOf(JsonException.class);
  }

  @Test
  void writesDoublesThatReadBackAsTheSameBits() throws JsonException {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 2_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertThat(JsonReader.read(JsonWriter.write(value))).isEqualTo(value);
      }
    }
    assertThat(JsonWriter.write(List.of(0.1, 100.0, -0.0, 1e23, 2.0E-3, 3L, 4)))
        .isEqualTo("[0.1,1E+2,-0.0,1E+23,0.002,3,4]");
    assertThatThrownBy(() -> JsonWriter.write(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void writesTextsThatReadBack() throws JsonException {
    String odd = "\"\\\u0000\u001f\n\u00e9\ud83d\ude00\udc00 </";
    assertThat(JsonReader.read(JsonWriter.write(odd))).isEqualTo(odd);
  }
}
