package dev.tulle.compiler.codegen.product;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import dev.tulle.compiler.ir.Size;

/**
 * Writes the walk over a long depth in stretches, each for all tiles of a unit before the next: so
 * what tiles share of A and B is still in the nearest cache when the next tile asks for it. The
 * order in which a sum adds its products is the same.
 */
final class Stretches {
  /** Of a stretch, where the depth of A is contiguous. */
  private static final int ALONG = 256;

  /** Of a stretch, where each step along the depth of A meets another cache line. */
  private static final int ACROSS = 64;

  /** Fewer rows share nothing. */
  private static final int ROWS = 16;

  private final ProductText text;
  private final int length;
  private final boolean several;

  Stretches(ProductText text) {
    this.text = text;
    Size depth = text.shape().depth();
    length = text.shape().aDepth().isOne() ? ALONG : ACROSS;
    several =
        text.shape().outerDepth().isEmpty()
            && !isBelow(depth, 2 * length)
            && !isBelow(text.shape().rows(), ROWS);
  }

  private static boolean isBelow(Size size, int bound) {
    return size.isKnown() && size.value() < bound;
  }

  /** Whether there are several, so that a tile adds to what the one before has left. */
  boolean several() {
    return several;
  }

  void open(MethodSpec.Builder method) {
    if (several) {
      CodeBlock depth = text.size(text.shape().depth());
      method.beginControlFlow(
          "for (int tileDeep = 0; tileDeep < $L; tileDeep += $L)", depth, length);
      method.addStatement("int tileDepth = Math.min($L, $L - tileDeep)", length, depth);
    }
  }

  void close(MethodSpec.Builder method) {
    if (several) {
      method.endControlFlow();
    }
  }

  /** How deep a tile goes. */
  CodeBlock depth() {
    return several ? CodeBlock.of("tileDepth") : text.size(text.shape().depth());
  }

  /** Where a row of A begins, given where it does for the whole depth. */
  CodeBlock ofA(CodeBlock at) {
    return several ? text.step(at, "tileDeep", text.shape().aDepth()) : at;
  }

  /** Likewise of the rows of B, which are {@code step} apart. */
  CodeBlock ofB(CodeBlock at, CodeBlock step) {
    return several ? CodeBlock.of("$L + tileDeep * $L", at, step) : at;
  }
}
