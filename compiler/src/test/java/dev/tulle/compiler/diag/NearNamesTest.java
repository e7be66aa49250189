package dev.tulle.compiler.diag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearNamesTest {
  private static final List<String> NAMES =
      List.of("Dense", "Dropout", "relu", "time", "gelu", "gain", "x", "Residual");

  @ParameterizedTest
  @CsvSource({
    "Dence, Dense",
    "dense, Dense",
    "tmie, time",
    "rlu, relu",
    "Dropuot, Dropout",
    "gian, gain",
    "Residul, Residual",
    "X, x"
  })
  void findsWhatWasMeant(String written, String meant) {
    assertThat(NearNames.nearest(written, NAMES)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"Conv", "y", "embed", "elu_", "Attention"})
  void findsNothingFar(String written) {
    assertThat(NearNames.nearest(written, NAMES)).isEmpty();
  }

  @Test
  void takesTheFirstOfEquals() {
    assertThat(NearNames.nearest("selu", List.of("silu", "relu", "gelu"))).contains("gelu");
    assertThat(NearNames.nearest("selu", List.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"'', abc, 3", "abc, abc, 0", "abc, acb, 1", "kitten, sitting, 3", "ab, '', 2"})
  void measuresDistance(String a, String b, int distance) {
    assertThat(NearNames.distance(a, b)).isEqualTo(distance);
  }
}
