package dev.tulle.compiler.codegen.product;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.ProductShape;
import java.util.List;

/** Writes the loops over the outer axes of a depth, whose packed panels lie behind each other. */
final class OuterDepth {
  private final ProductText text;
  private final List<ProductShape.Depth> axes;

  OuterDepth(ProductText text) {
    this.text = text;
    this.axes = text.shape().outerDepth();
  }

  void open(MethodSpec.Builder method) {
    for (int i = 0; i < axes.size(); i++) {
      method.beginControlFlow(
          "for (int tileDeep$1L = 0; tileDeep$1L < $2L; tileDeep$1L++)",
          i,
          text.size(axes.get(i).count()));
    }
  }

  void close(MethodSpec.Builder method) {
    axes.forEach(a -> method.endControlFlow());
  }

  /** Where the rows of B to pack begin. */
  CodeBlock from() {
    CodeBlock at = CodeBlock.of("tileB");
    for (int i = 0; i < axes.size(); i++) {
      at = text.step(at, "tileDeep" + i, axes.get(i).b());
    }
    return at;
  }

  /** Where a row of A begins. */
  CodeBlock ofA(CodeBlock row) {
    CodeBlock at = row;
    for (int i = 0; i < axes.size(); i++) {
      at = text.step(at, "tileDeep" + i, axes.get(i).a());
    }
    return at;
  }

  /**
   * Where the rows of B begin.
   *
   * @param over how far B moves along each axis
   */
  CodeBlock ofB(List<CodeBlock> over) {
    CodeBlock at = CodeBlock.of("tileB");
    for (int i = 0; i < axes.size(); i++) {
      at = CodeBlock.of("$L + tileDeep$L * $L", at, i, over.get(i));
    }
    return at;
  }

  /** What the panel's begin is moved by. */
  CodeBlock to() {
    CodeBlock.Builder moved = CodeBlock.builder();
    for (int i = 0; i < axes.size(); i++) {
      moved.add(" + tileDeep$L * $L", i, over(text, i));
    }
    return moved.build();
  }

  /** How far a packed B moves along an outer axis of the depth. */
  static CodeBlock over(ProductText text, int axis) {
    Size rows = text.shape().depth();
    List<ProductShape.Depth> axes = text.shape().outerDepth();
    for (ProductShape.Depth inner : axes.subList(axis + 1, axes.size())) {
      rows = rows.times(inner.count());
    }
    return CodeBlock.of("$L * unitWidth", text.size(rows));
  }
}
