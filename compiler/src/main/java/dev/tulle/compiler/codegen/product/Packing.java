package dev.tulle.compiler.codegen.product;

import static javax.lang.model.element.Modifier.PRIVATE;
import static javax.lang.model.element.Modifier.STATIC;

import com.palantir.javapoet.MethodSpec;

/** Writes the helpers that copy a panel of B into the scratch array, row behind row. */
final class Packing {
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
   * Copies columns that lie apart, four at a time: then a cache line is met four times as rarely.
   */
  static MethodSpec transposed() {
    MethodSpec.Builder method = signature("packTransposed", "Copies columns of B side by side.");
    method
        .addStatement("int column = 0")
        .beginControlFlow("for (; column + 4 <= width; column += 4)")
        .addStatement("int from = bAt + column * bColumn")
        .beginControlFlow("for (int k = 0; k < depth; k++)")
        .addStatement("int to = panelAt + k * panelWidth + column");
    for (int i = 0; i < 4; i++) {
      method.addStatement(
          "panel[to$L] = b[from + k * bStep$L]",
          i == 0 ? "" : " + " + i,
          i == 0 ? "" : i == 1 ? " + bColumn" : " + " + i + " * bColumn");
    }
    return method
        .endControlFlow()
        .endControlFlow()
        .beginControlFlow("for (; column < width; column++)")
        .beginControlFlow("for (int k = 0; k < depth; k++)")
        .addStatement(
            "panel[panelAt + k * panelWidth + column] = b[bAt + column * bColumn + k * bStep]")
        .endControlFlow()
        .endControlFlow()
        .build();
  }

  private static MethodSpec.Builder signature(String name, String doc) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(name)
            .addModifiers(PRIVATE, STATIC)
            .addJavadoc("$L\n", doc)
            .addParameter(float[].class, "b")
            .addParameter(int.class, "bAt");
    if (name.equals("packTransposed")) {
      method.addParameter(int.class, "bColumn");
    }
    return method
        .addParameter(int.class, "bStep")
        .addParameter(int.class, "depth")
        .addParameter(int.class, "width")
        .addParameter(float[].class, "panel")
        .addParameter(int.class, "panelAt")
        .addParameter(int.class, "panelWidth");
  }
}
