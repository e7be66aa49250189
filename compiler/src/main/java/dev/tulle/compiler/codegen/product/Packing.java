package dev.tulle.compiler.codegen.product;

import static javax.lang.model.element.Modifier.PRIVATE;
import static javax.lang.model.element.Modifier.STATIC;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import dev.tulle.compiler.ir.Size;
import java.util.Arrays;

/** Writes the helpers that copy a panel of B into the scratch array, row behind row. */
final class Packing {
  /** Columns that are copied at once. */
  private static final int COLUMNS = 8;

  /**
   * Floats from one step of a strip to the next: not its rows but a power of two, since C2 makes
   * shifts and a sum of a counter times 12 and no longer sees that offsets are linear in it.
   */
  static final int STRIP = 16;

  private Packing() {}

  /** Copies vectors of columns that lie behind each other. */
  static MethodSpec vectorColumns() {
    return signature("packColumns", "Copies rows of B behind each other, whole vectors at a time.")
        .addStatement("int column = 0")
        .beginControlFlow("for (; column + LANES < width; column += 2 * LANES)")
        .beginControlFlow("for (int k = 0; k < depth; k++)")
        .addStatement("int from = bAt + k * bStep + column")
        .addStatement("int to = panelAt + k * panelWidth + column")
        .addStatement("$1T.fromArray(SPECIES, b, from).intoArray(panel, to)", Names.FLOAT_VECTOR)
        .addStatement(
            "$1T.fromArray(SPECIES, b, from + LANES).intoArray(panel, to + LANES)",
            Names.FLOAT_VECTOR)
        .endControlFlow()
        .endControlFlow()
        .beginControlFlow("if (column < width)")
        .beginControlFlow("for (int k = 0; k < depth; k++)")
        .addStatement(
            "$1T.fromArray(SPECIES, b, bAt + k * bStep + column)"
                + ".intoArray(panel, panelAt + k * panelWidth + column)",
            Names.FLOAT_VECTOR)
        .endControlFlow()
        .endControlFlow()
        .build();
  }

  /** Copies vectors of columns into panels of two vectors, each behind the other. */
  static MethodSpec group() {
    return MethodSpec.methodBuilder("packGroup")
        .addModifiers(PRIVATE, STATIC)
        .addJavadoc(
            "Copies rows of B into panels of two vectors, and a row of 0 behind an odd number.\n")
        .addParameter(float[].class, "b")
        .addParameter(int.class, "bAt")
        .addParameter(int.class, "bStep")
        .addParameter(int.class, "depth")
        .addParameter(int.class, "width")
        .addParameter(float[].class, "panel")
        .addParameter(int.class, "panelAt")
        .addParameter(int.class, "panelDepth")
        .addParameter(int.class, "panelWidth")
        .beginControlFlow("for (int k = 0; k < depth; k++)")
        .addStatement("int from = bAt + k * bStep")
        .addStatement("int to = panelAt + k * panelWidth")
        .beginControlFlow("for (int column = 0; column < width; column += 2 * LANES)")
        .addStatement(
            "$T.fromArray(SPECIES, b, from + column).intoArray(panel, to + column * panelDepth)",
            Names.FLOAT_VECTOR)
        .beginControlFlow("if (column + LANES < width)")
        .addStatement(
            "$T.fromArray(SPECIES, b, from + column + LANES)"
                + ".intoArray(panel, to + column * panelDepth + LANES)",
            Names.FLOAT_VECTOR)
        .endControlFlow()
        .endControlFlow()
        .endControlFlow()
        .beginControlFlow(
            "for (int column = 0; depth % 2 > 0 && column < width; column += panelWidth)")
        .addStatement("int from = panelAt + column * panelDepth + depth * panelWidth")
        .addStatement("$T.fill(panel, from, from + panelWidth, 0)", Arrays.class)
        .endControlFlow()
        .build();
  }

  /**
   * Copies rows of an A that lies across into strips, so that those of a strip are side by side at
   * each step along the depth; what a vector holds beyond them, no tile reads.
   */
  static MethodSpec strips(int rows) {
    return MethodSpec.methodBuilder("packStrips" + rows)
        .addModifiers(PRIVATE, STATIC)
        .addJavadoc(
            "Copies columns of A into strips of $L, and a step of 0 behind an odd number.\n", rows)
        .addParameter(float[].class, "a")
        .addParameter(int.class, "aAt")
        .addParameter(int.class, "aStep")
        .addParameter(int.class, "depth")
        .addParameter(int.class, "height")
        .addParameter(float[].class, "strips")
        .addParameter(int.class, "stripsAt")
        .addParameter(int.class, "stripDepth")
        .beginControlFlow("for (int k = 0; k < depth; k++)")
        .addStatement("int to = stripsAt + k * $L", STRIP)
        .beginControlFlow("for (int first = 0; first < height; first += $L)", rows)
        .beginControlFlow("for (int row = 0; row < $L; row += LANES)", rows)
        .addStatement(
            "$T.fromArray(SPECIES, a, aAt + k * aStep + first + row).intoArray(strips, to + row)",
            Names.FLOAT_VECTOR)
        .endControlFlow()
        .addStatement("to += stripDepth * $L", STRIP)
        .endControlFlow()
        .endControlFlow()
        .addStatement("int end = stripsAt + depth * $L", STRIP)
        .beginControlFlow("for (int first = 0; depth % 2 > 0 && first < height; first += $L)", rows)
        .addStatement("$T.fill(strips, end, end + $L, 0)", Arrays.class, STRIP)
        .addStatement("end += stripDepth * $L", STRIP)
        .endControlFlow()
        .build();
  }

  /**
   * Copies columns that lie apart, eight at a time: a cache line is met so much more rarely.
   *
   * @param step from B[k, n] to B[k + 1, n]; where it is a literal, C2 needs no check in the loop
   */
  static MethodSpec transposed(Size step) {
    String k = "k * bStep";
    if (step.isKnown()) {
      k = step.isOne() ? "k" : "k * " + step.value();
    }
    MethodSpec.Builder method =
        signature(transposedName(step), "Copies columns of B side by side.");
    method
        .addStatement("int column = 0")
        .beginControlFlow("for (; column + $L <= width; column += $L)", COLUMNS, COLUMNS);
    for (int i = 0; i < COLUMNS; i++) {
      method.addStatement(
          "int from$L = bAt + $L * bColumn", i, i == 0 ? "column" : "(column + " + i + ")");
    }
    method
        .beginControlFlow("for (int k = 0; k < depth; k++)")
        .addStatement("int to = panelAt + k * panelWidth + column");
    for (int i = 0; i < COLUMNS; i++) {
      method.addStatement("panel[to$L] = b[from$L + $L]", i == 0 ? "" : " + " + i, i, k);
    }
    return method
        .endControlFlow()
        .endControlFlow()
        .beginControlFlow("for (; column < width; column++)")
        .addStatement("int from = bAt + column * bColumn")
        .beginControlFlow("for (int k = 0; k < depth; k++)")
        .addStatement("panel[panelAt + k * panelWidth + column] = b[from + $L]", k)
        .endControlFlow()
        .endControlFlow()
        .build();
  }

  /** What {@link #transposed} takes of the strides of B: those that its name does not say. */
  static CodeBlock steps(ProductText text) {
    Size step = text.shape().bDepth();
    CodeBlock column = text.size(text.shape().bColumn());
    return step.isKnown()
        ? CodeBlock.of("$L, ", column)
        : CodeBlock.of("$L, $L, ", column, text.size(step));
  }

  private static String transposedName(Size step) {
    return "packTransposed" + (step.isKnown() ? "Step" + step.value() : "");
  }

  private static MethodSpec.Builder signature(String name, String doc) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(name)
            .addModifiers(PRIVATE, STATIC)
            .addJavadoc("$L\n", doc)
            .addParameter(float[].class, "b")
            .addParameter(int.class, "bAt");
    if (name.startsWith("packTransposed")) {
      method.addParameter(int.class, "bColumn");
    }
    if (!name.contains("Step")) {
      method.addParameter(int.class, "bStep");
    }
    return method
        .addParameter(int.class, "depth")
        .addParameter(int.class, "width")
        .addParameter(float[].class, "panel")
        .addParameter(int.class, "panelAt")
        .addParameter(int.class, "panelWidth");
  }
}
