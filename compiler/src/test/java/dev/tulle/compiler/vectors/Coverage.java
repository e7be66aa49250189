package dev.tulle.compiler.vectors;

import java.util.List;

/** Which cases of the vectors the tests read. */
final class Coverage {

  private Coverage() {}

  /** The cases of a kind; one whose op nobody knows is among them. */
  static List<VectorCase> covered(String kind) {
    return VectorCase.of(kind);
  }

  /** The layers whose first axis can be the batch; the others are {@link #ofAnyAxes}. */
  static List<VectorCase> ofRows() {
    return covered("layer").stream().filter(LayerText::hasRows).toList();
  }

  /** The layers that a tensor without rows can go through with all of its axes. */
  static List<VectorCase> ofAnyAxes() {
    return covered("layer").stream().filter(LayerText::hasNoBatch).toList();
  }
}
