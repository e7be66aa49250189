package dev.tulle.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsTest {
  private static final Map<String, String> METADATA =
      Map.of(Weights.NET, "Line", Weights.EDITION, "1", "more", "kept");
  private static final Layout LAYOUT =
      new Layout(
          List.of(
              new Layout.Entry("w", List.of(2, 3), 0, true),
              new Layout.Entry("b", List.of(), 16, true),
              new Layout.Entry("mean", List.of(3), 32, false)),
          64);

  @TempDir Path folder;

  private static Weights weights() {
    float[] values = new float[64];
    for (int i = 0; i < 64; i++) {
      values[i] = i / 8f;
    }
    return new Weights(LAYOUT, values, METADATA);
  }

  @Test
  void comesBackFromAFileInTheLayoutOfTheNet() throws IOException {
    Path file = folder.resolve("w.safetensors");
    weights().write(file);
    Weights read = Weights.read(file).bind(LAYOUT, "Line", 1);
    assertThat(read.layout()).isEqualTo(LAYOUT);
    assertThat(read.metadata()).isEqualTo(METADATA);
    assertThat(read.tensor("w")).containsExactly(0, .125f, .25f, .375f, .5f, .625f);
    assertThat(read.tensor("b")).containsExactly(2);
    assertThat(read.array()[32]).isEqualTo(4);
    assertThat(read.array()).hasSize(64);
  }

  @Test
  void bindsByNameWhateverTheOrder() throws IOException {
    Layout other =
        new Layout(
            List.of(
                new Layout.Entry("mean", List.of(3), 0, false),
                new Layout.Entry("b", List.of(), 16, true),
                new Layout.Entry("w", List.of(2, 3), 32, true)),
            64);
    Weights bound = weights().bind(other, "Line", 1);
    assertThat(bound.array()[16]).isEqualTo(2);
    assertThat(bound.array()[37]).isEqualTo(.625f);
  }

  @Test
  void listsEveryMismatchWithBothShapes() {
    Layout other =
        new Layout(
            List.of(
                new Layout.Entry("w", List.of(3, 2), 0, true),
                new Layout.Entry("c", List.of(7), 16, true)),
            48);
    assertThatThrownBy(() -> weights().bind(other, "Line", 1))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("`w` is [2, 3], but the net has [3, 2]")
        .hasMessageContaining("`c` [7] is missing")
        .hasMessageContaining("`b` [] is not in the net")
        .hasMessageContaining("`mean` [3] is not in the net");
  }

  @Test
  void refusesAnotherNetAndAnotherEdition() {
    assertThatThrownBy(() -> weights().bind(LAYOUT, "Plane", 1))
        .hasMessageContaining("`Line`")
        .hasMessageContaining("`Plane`");
    assertThatThrownBy(() -> weights().bind(LAYOUT, "Line", 2)).hasMessageContaining("edition");
    assertThatThrownBy(() -> new Weights(LAYOUT, new float[64], Map.of()).bind(LAYOUT, "Line", 1))
        .hasMessageContaining("does not say");
  }

  @Test
  void copiesItsValues() {
    float[] values = new float[64];
    Weights weights = new Weights(LAYOUT, values, METADATA);
    values[0] = 5;
    weights.tensor("w")[1] = 5;
    assertThat(weights.tensor("w")).containsOnly(0);
    assertThatThrownBy(() -> new Weights(LAYOUT, new float[63], METADATA))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
