package dev.tulle.compiler.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** No case is passed over in silence. */
class CoverageTest {
  @Test
  void knowsTheKindsOfAllCases() {
    Set<String> kinds = Set.of("layer", "loss", "optimizer", "schedule", "training", "curvature");
    assertThat(VectorCase.all()).isNotEmpty().allMatch(c -> kinds.contains(c.kind));
  }

  @Test
  void runsEachCase() {
    assertThat(VectorCase.all())
        .allMatch(c -> c.kind.equals("curvature") || !Coverage.nets(c).isEmpty(), "is run");
  }

  @Test
  void knowsEachOp() {
    assertThat(VectorCase.of("layer"))
        .isNotEmpty()
        .allMatch(c -> LayerText.covered().contains(c.op), "has a text");
  }
}
