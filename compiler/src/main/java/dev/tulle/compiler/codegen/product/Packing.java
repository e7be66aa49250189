package dev.tulle.compiler.codegen.product;

import static javax.lang.model.element.Modifier.PRIVATE;
import static javax.lang.model.element.Modifier.STATIC;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import dev.tulle.compiler.ir.Size;

/** Writes the helpers that copy a panel of B into the scratch array, row behind row. */
final class Packing {
  /** Columns that are copied at once. */
  private static final int COLUMNS = 8;

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
