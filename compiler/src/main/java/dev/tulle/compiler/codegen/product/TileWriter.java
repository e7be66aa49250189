package dev.tulle.compiler.codegen.product;

import static javax.lang.model.element.Modifier.PRIVATE;
import static javax.lang.model.element.Modifier.STATIC;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.ProductShape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the innermost loops of a product: some rows by some vectors of sums in named locals over
 * the whole depth.
 *
 * <p>What C2 needs is all in the text: straight-line code, no vector that crosses a call, strides
 * of A as literals (or plain parameters), and few enough locals. C2 loads all rows of A ahead of
 * the multiplications, so a tile of r rows by v vectors takes {@code r * v + r + v} registers: 26
 * of the 32 of AVX-512 for 8x2, 14 of the 16 of AVX2 for 4x2.
 */
final class TileWriter {
  private final Size aRow;
  private final Size aDepth;
  private final List<Size> aOver;

  /** For the A of a product. */
  TileWriter(ProductShape shape) {
    this.aRow = shape.aRow();
    this.aDepth = shape.aDepth();
    this.aOver = shape.outerDepth().stream().map(ProductShape.Depth::a).toList();
  }

  /**
   * Such as {@code tile8x2Step1Row784}: a step along the depth is 1, a row 784 floats away; {@code
   * Over28} for a further axis of the depth.
   */
  String name(int rows, int vectors) {
    String name = "tile" + rows + "x" + vectors + "Step" + literal(aDepth);
    String over = aOver.stream().map(s -> "Over" + literal(s)).collect(Collectors.joining());
    return (rows == 1 ? name : name + "Row" + literal(aRow)) + over;
  }

  /**
   * A call that leaves the sums of a tile in {@code tileSums}, rows {@code unitWidth} apart.
   *
   * @param over how far B moves along each outer axis of the depth
   */
  CodeBlock call(
      int rows,
      int vectors,
      ProductText text,
      CodeBlock a,
      CodeBlock b,
      List<CodeBlock> over,
      CodeBlock sums) {
    var arguments = new ArrayList<CodeBlock>();
    arguments.add(CodeBlock.of("$L, $L", text.a().array(), a));
    if (!aDepth.isKnown()) {
      arguments.add(text.size(aDepth));
    }
    if (!aRow.isKnown() && rows > 1) {
      arguments.add(text.size(aRow));
    }
    aOver.stream().filter(s -> !s.isKnown()).forEach(s -> arguments.add(text.size(s)));
    arguments.add(b);
    arguments.add(text.size(text.shape().depth()));
    for (int i = 0; i < over.size(); i++) {
      arguments.add(text.size(text.shape().outerDepth().get(i).count()));
      arguments.add(over.get(i));
    }
    arguments.add(sums);
    if (rows > 1) {
      arguments.add(CodeBlock.of("unitWidth"));
    }
    return CodeBlock.of("$L($L)", name(rows, vectors), CodeBlock.join(arguments, ", "));
  }

  /** The method itself. */
  MethodSpec method(int rows, int vectors) {
    var method =
        MethodSpec.methodBuilder(name(rows, vectors))
            .addModifiers(PRIVATE, STATIC)
            .addJavadoc(
                "Sums of products for $L of A by $L of B.\n",
                count(rows, "row"),
                count(vectors, "vector"))
            .addParameter(float[].class, "a")
            .addParameter(int.class, "aAt");
    if (!aDepth.isKnown()) {
      method.addParameter(int.class, "aStep");
    }
    if (!aRow.isKnown() && rows > 1) {
      method.addParameter(int.class, "aRow");
    }
    for (int i = 0; i < aOver.size(); i++) {
      if (!aOver.get(i).isKnown()) {
        method.addParameter(int.class, "aOver" + i);
      }
    }
    method
        .addParameter(float[].class, "b")
        .addParameter(int.class, "bAt")
        .addParameter(int.class, "bStep")
        .addParameter(int.class, "depth");
    for (int i = 0; i < aOver.size(); i++) {
      method.addParameter(int.class, "depth" + i).addParameter(int.class, "bOver" + i);
    }
    method.addParameter(float[].class, "sums").addParameter(int.class, "sumsAt");
    if (rows > 1) {
      method.addParameter(int.class, "sumsRow");
    }
    for (int row = 0; row < rows; row++) {
      for (int vector = 0; vector < vectors; vector++) {
        method.addStatement(
            "$T $L = $T.zero(SPECIES)", Names.FLOAT_VECTOR, sum(row, vector), Names.FLOAT_VECTOR);
      }
    }
    String a = "aAt";
    String b = "bAt";
    for (int i = 0; i < aOver.size(); i++) {
      method.beginControlFlow("for (int k$1L = 0; k$1L < depth$1L; k$1L++)", i);
      method.addStatement("int a$1LAt = $2L + k$1L * $3L", i, a, over(i));
      method.addStatement("int b$1LAt = $2L + k$1L * bOver$1L", i, b);
      a = "a" + i + "At";
      b = "b" + i + "At";
    }
    method.beginControlFlow("for (int k = 0; k < depth; k++)");
    for (int vector = 0; vector < vectors; vector++) {
      method.addStatement(
          "$T b$L = $T.fromArray(SPECIES, b, $L + k * bStep$L)",
          Names.FLOAT_VECTOR,
          vector,
          Names.FLOAT_VECTOR,
          b,
          lanes(vector));
    }
    for (int row = 0; row < rows; row++) {
      method.addStatement(
          "$T a$L = $T.broadcast(SPECIES, a[$L$L$L])",
          Names.FLOAT_VECTOR,
          row,
          Names.FLOAT_VECTOR,
          a,
          rowOffset(row),
          depthOffset());
      for (int vector = 0; vector < vectors; vector++) {
        method.addStatement(
            "$L = a$L.fma(b$L, $L)", sum(row, vector), row, vector, sum(row, vector));
      }
    }
    method.endControlFlow();
    aOver.forEach(s -> method.endControlFlow());
    for (int row = 0; row < rows; row++) {
      for (int vector = 0; vector < vectors; vector++) {
        method.addStatement(
            "$L.intoArray(sums, sumsAt$L$L)",
            sum(row, vector),
            times(row, "sumsRow"),
            lanes(vector));
      }
    }
    return method.build();
  }

  private String over(int axis) {
    return aOver.get(axis).isKnown() ? literal(aOver.get(axis)) : "aOver" + axis;
  }

  private CodeBlock rowOffset(int row) {
    if (row == 0) {
      return CodeBlock.of("");
    }
    return aRow.isKnown() ? CodeBlock.of(" + $L", row * aRow.value()) : times(row, "aRow");
  }

  private CodeBlock depthOffset() {
    if (!aDepth.isKnown()) {
      return CodeBlock.of(" + k * aStep");
    }
    return aDepth.isOne() ? CodeBlock.of(" + k") : CodeBlock.of(" + k * $L", aDepth.value());
  }

  private static String sum(int row, int vector) {
    return "c" + row + vector;
  }

  private static CodeBlock lanes(int vectors) {
    return times(vectors, "LANES");
  }

  private static CodeBlock times(int count, String name) {
    return switch (count) {
      case 0 -> CodeBlock.of("");
      case 1 -> CodeBlock.of(" + $L", name);
      default -> CodeBlock.of(" + $L * $L", count, name);
    };
  }

  private static String count(int count, String what) {
    return count == 1 ? "a " + what : count + " " + what + "s";
  }

  private static String literal(Size size) {
    return size.isKnown() ? Long.toString(size.value()) : "";
  }

  /** The tile heights that may be needed for {@code rows} rows, tallest first. */
  static List<Integer> heights(Size rows) {
    if (!rows.isKnown()) {
      return List.of(8, 4, 2, 1);
    }
    long count = rows.value();
    var heights = new ArrayList<Integer>();
    if (count >= 8) {
      heights.add(8);
    }
    if (count >= 4) {
      // With eight lanes there are registers for four rows only.
      heights.add(4);
    }
    if (count % 4 >= 2) {
      heights.add(2);
    }
    if (count % 2 == 1) {
      heights.add(1);
    }
    return heights;
  }
}
