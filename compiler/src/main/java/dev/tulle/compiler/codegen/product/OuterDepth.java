package dev.tulle.compiler.codegen.product;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.ProductShape;
import java.util.List;

/** Writes the loops over the outer axes of a depth, whose packed panels lie behind each other. */
final class OuterDepth {
  private final ProductText text;
  private final CodeBlock b;
  private final CodeBlock step;
  private final List<ProductShape.Depth> axes;

  /**
   * @param b where B begins for a unit
   * @param step how far apart the rows of a packed panel are
   */
  OuterDepth(ProductText text, CodeBlock b, CodeBlock step) {
    this.text = text;
    this.b = b;
    this.step = step;
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
    CodeBlock at = b;
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
    CodeBlock at = b;
    for (int i = 0; i < axes.size(); i++) {
      at = CodeBlock.of("$L + tileDeep$L * $L", at, i, over.get(i));
    }
    return at;
  }

  /** What the panel's begin is moved by. */
  CodeBlock to() {
    CodeBlock.Builder moved = CodeBlock.builder();
    for (int i = 0; i < axes.size(); i++) {
      moved.add(" + tileDeep$L * $L", i, over(i));
    }
    return moved.build();
  }

  /** How far a packed B moves along an outer axis of the depth. */
  CodeBlock over(int axis) {
    Size rows = text.shape().depth();
    for (ProductShape.Depth inner : axes.subList(axis + 1, axes.size())) {
      rows = rows.times(inner.count());
    }
    return CodeBlock.of("$L * $L", text.size(rows), step);
  }
}
