package dev.tulle.compiler.codegen.product;

import static javax.lang.model.element.Modifier.PRIVATE;
import static javax.lang.model.element.Modifier.STATIC;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.ProductShape;
import java.util.ArrayList;
import java.util.List;

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
  private final boolean adds;

  /**
   * For the A of a product.
   *
   * @param adds whether a tile adds to the sums that are there
   */
  TileWriter(ProductShape shape, boolean adds) {
    this.aRow = shape.aRow();
    this.aDepth = shape.aDepth();
    this.adds = adds;
  }

  /**
   * Such as {@code tile8x2Step1Row784}: a step along the depth is 1, a row 784 floats away; {@code
   * Onto} where it adds to the sums that are there.
   */
  String name(int rows, int vectors) {
    String name = "tile" + rows + "x" + vectors + "Step" + literal(aDepth);
    return (rows == 1 ? name : name + "Row" + literal(aRow)) + (adds ? "Onto" : "");
  }

  /**
   * A call that leaves the sums of a tile in {@code tileSums}, rows {@code unitWidth} apart; where
   * the depth is walked in several stretches it adds to them, since C2 keeps vectors in registers
   * through one loop, not through loops in each other.
   */
  CodeBlock call(
      int rows,
      int vectors,
      ProductText text,
      CodeBlock a,
      CodeBlock b,
      CodeBlock depth,
      CodeBlock sums) {
    var arguments = new ArrayList<CodeBlock>();
    arguments.add(CodeBlock.of("$L, $L", text.a().array(), a));
    if (!aDepth.isKnown()) {
      arguments.add(text.size(aDepth));
    }
    if (!aRow.isKnown() && rows > 1) {
      arguments.add(text.size(aRow));
    }
    arguments.add(b);
    arguments.add(depth);
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
    method
        .addParameter(float[].class, "b")
        .addParameter(int.class, "bAt")
        .addParameter(int.class, "bStep")
        .addParameter(int.class, "depth");
    method.addParameter(float[].class, "sums").addParameter(int.class, "sumsAt");
    if (rows > 1) {
      method.addParameter(int.class, "sumsRow");
    }
    for (int row = 0; row < rows; row++) {
      for (int vector = 0; vector < vectors; vector++) {
        method.addStatement(
            "$T $L = $T.$L",
            Names.FLOAT_VECTOR,
            sum(row, vector),
            Names.FLOAT_VECTOR,
            adds ? CodeBlock.of("fromArray(SPECIES, sums, $L)", at(row, vector)) : "zero(SPECIES)");
      }
    }
    method.beginControlFlow("for (int k = 0; k < depth; k++)");
    for (int vector = 0; vector < vectors; vector++) {
      method.addStatement(
          "$T b$L = $T.fromArray(SPECIES, b, bAt + k * bStep$L)",
          Names.FLOAT_VECTOR,
          vector,
          Names.FLOAT_VECTOR,
          lanes(vector));
    }
    for (int row = 0; row < rows; row++) {
      method.addStatement(
          "$T a$L = $T.broadcast(SPECIES, a[aAt$L$L])",
          Names.FLOAT_VECTOR,
          row,
          Names.FLOAT_VECTOR,
          rowOffset(row),
          depthOffset());
      for (int vector = 0; vector < vectors; vector++) {
        method.addStatement(
            "$L = a$L.fma(b$L, $L)", sum(row, vector), row, vector, sum(row, vector));
      }
    }
    method.endControlFlow();
    for (int row = 0; row < rows; row++) {
      for (int vector = 0; vector < vectors; vector++) {
        method.addStatement("$L.intoArray(sums, $L)", sum(row, vector), at(row, vector));
      }
    }
    return method.build();
  }

  private static CodeBlock at(int row, int vector) {
    return CodeBlock.of("sumsAt$L$L", times(row, "sumsRow"), lanes(vector));
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
