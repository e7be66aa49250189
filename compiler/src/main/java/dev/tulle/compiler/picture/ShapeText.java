package dev.tulle.compiler.picture;

import dev.tulle.compiler.sema.TensorType;

/** Shapes as arrows carry them. */
final class ShapeText {
  private ShapeText() {}

  /**
   * The batch in front where there is one: {@code [batch, 28, 28, 1]}, {@code digit[batch]}, {@code
   * vocab[batch, time]}.
   */
  static String of(TensorType type) {
    String text = type.toString();
    if (!type.batched()) {
      return text;
    }
    int bracket = text.indexOf('[');
    if (bracket < 0) {
      return text + "[batch]";
    }
    String axes = text.substring(bracket + 1);
    return text.substring(0, bracket) + (axes.equals("]") ? "[batch]" : "[batch, " + axes);
  }
}
