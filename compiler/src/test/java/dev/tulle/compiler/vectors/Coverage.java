package dev.tulle.compiler.vectors;

import java.util.List;
import java.util.Map;

/** Which ops of the vectors have a text in the language, and which are known to have none yet. */
final class Coverage {
  /**
   * Ops for which the language lacks the means so far, with a call of what they will be called. A
   * call that compiles is no longer later: its op needs a text.
   */
  static final Map<String, String> LATER =
      Map.ofEntries(
          Map.entry("embedding", "Embed(5)"),
          Map.entry("attention", "Attention(2)"),
          Map.entry("multi_head_attention", "MultiHeadAttention(2)"));

  private Coverage() {}

  /** The cases of a kind that are not for later; one whose op nobody knows is among them. */
  static List<VectorCase> covered(String kind) {
    return VectorCase.of(kind).stream().filter(c -> !LATER.containsKey(c.op)).toList();
  }

  /** The layers that a tensor without rows can go through with all of its axes. */
  static List<VectorCase> ofAnyAxes() {
    return covered("layer").stream().filter(LayerText::hasNoBatch).toList();
  }
}
