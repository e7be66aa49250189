package dev.tulle.compiler.codegen.product;

import static javax.lang.model.element.Modifier.PRIVATE;
import static javax.lang.model.element.Modifier.STATIC;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.ProductShape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Writes the scalar form of a product: a row of sums at a time, whose inner loop runs along the
 * columns and is simple enough for C2 to vectorise by itself.
 */
final class ScalarProduct {
  /** Columns of a unit: their sums stay in the nearest cache. */
  private static final int WIDTH = 256;

  private final ProductText text;
  private final Units units;
  private final KernelParts parts;

  private ScalarProduct(ProductCode code) {
    text = new ProductText(code);
    Size columns = code.shape().columns();
    int most = code.shape().panels() ? ProductShape.PANEL : WIDTH;
    long width = columns.isKnown() ? Math.min(most, columns.value()) : most;
    units = new Units(text, UnitCut.ofPanels(code.shape(), CodeBlock.of("$L", width), most));
    parts = new KernelParts(code, epilogue());
  }

  static List<MethodSpec> methods(ProductCode code) {
    var product = new ScalarProduct(code);
    product.kernel();
    return product.parts.methods();
  }

  private void kernel() {
    boolean packs = !text.shape().bColumn().isOne();
    CodeBlock depth = text.size(text.shape().depth());
    CodeBlock.Builder code = parts.code();
    String sum = parts.helper(row());
    CodeBlock step = units.step();
    CodeBlock scratch =
        packs ? CodeBlock.of("$L + $L * $L", step, step, text.size(text.shape().terms())) : step;
    units.open(code, scratch, false);
    DepthLoops outer = DepthLoops.around(text);
    if (packs) {
      String another = units.anotherPanel();
      if (!another.isEmpty()) {
        code.beginControlFlow("if ($L)", another);
      }
      outer.open(code);
      code.addStatement(
          "$L($L, $L, $L$L, $L, tileSums, $L$L, $L)",
          parts.helper(Packing.transposed(text.shape().bDepth())),
          text.code().b().array(),
          outer.ofB(units.b()),
          Packing.steps(text),
          depth,
          units.width(),
          step,
          outer.to(step),
          step);
      outer.close(code);
      if (!another.isEmpty()) {
        code.endControlFlow();
      }
    }
    String row = units.row();
    code.beginControlFlow("for (int $1L = 0; $1L < $2L; $1L++)", row, units.height());
    code.addStatement("$T.fill(tileSums, 0, $L, 0)", Arrays.class, units.width());
    outer.open(code);
    code.addStatement(
        "$L($L, $L, $L, $L, $L, $L, tileSums)",
        sum,
        text.a().array(),
        outer.ofA(text.step(units.a(), row, text.shape().aRow())),
        text.size(text.shape().aDepth()),
        packs
            ? CodeBlock.of("tileSums, $L$L, $L", step, outer.to(step), step)
            : CodeBlock.of(
                "$L, $L, $L",
                text.code().b().array(),
                outer.ofB(units.b()),
                text.size(text.shape().bDepth())),
        depth,
        units.width());
    outer.close(code);
    Map<String, String> given = row.equals("row") ? Map.of() : Map.of("row", "unitRow + tileRow");
    parts.finish(given);
    code.endControlFlow();
    code.endControlFlow();
  }

  private MethodSpec epilogue() {
    CodeBlock.Builder body = CodeBlock.builder();
    List<Epilogue.Store> stores =
        text.code()
            .epilogue()
            .scalar(body, new Epilogue.Place(text.batchNames(), "row", "column"), "tileSum");
    CodeBlock.Builder code = CodeBlock.builder();
    String column = units.column();
    code.beginControlFlow("for (int $1L = 0; $1L < $2L; $1L++)", column, units.width());
    units.declareColumn(code, body, stores);
    code.addStatement("float tileSum = tileSums[$L]", column);
    code.add(body.build());
    for (Epilogue.Store store : stores) {
      code.addStatement("$L[$L] = $L", store.array(), store.index(), store.value());
    }
    code.endControlFlow();
    return text.method(
        text.code().name() + "Finish",
        "",
        List.of(
            ParameterSpec.builder(int.class, "row").build(),
            ParameterSpec.builder(int.class, "unitColumn").build(),
            ParameterSpec.builder(int.class, "tileWidth").build(),
            ParameterSpec.builder(float[].class, "tileSums").build()),
        code.build());
  }

  /** Four rows of B in one pass over the sums; each sum still adds its products in order. */
  private static MethodSpec row() {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("tileRow")
            .addModifiers(PRIVATE, STATIC)
            .addJavadoc("Adds products for a row of A by columns of B to their sums.\n")
            .addParameter(float[].class, "a")
            .addParameter(int.class, "aAt")
            .addParameter(int.class, "aStep")
            .addParameter(float[].class, "b")
            .addParameter(int.class, "bAt")
            .addParameter(int.class, "bStep")
            .addParameter(int.class, "depth")
            .addParameter(int.class, "width")
            .addParameter(float[].class, "sums");
    method.addStatement("int k = 0");
    method.beginControlFlow("for (; k + 4 <= depth; k += 4)");
    for (int i = 0; i < 4; i++) {
      method.addStatement("float a$L = a[aAt + $L * aStep]", i, i == 0 ? "k" : "(k + " + i + ")");
      method.addStatement("int b$L = bAt + $L * bStep", i, i == 0 ? "k" : "(k + " + i + ")");
    }
    method.beginControlFlow("for (int j = 0; j < width; j++)");
    method.addStatement(
        "sums[j] = sums[j] + a0 * b[b0 + j] + a1 * b[b1 + j] + a2 * b[b2 + j] + a3 * b[b3 + j]");
    method.endControlFlow();
    method.endControlFlow();
    method.beginControlFlow("for (; k < depth; k++)");
    method.addStatement("float a0 = a[aAt + k * aStep]");
    method.addStatement("int b0 = bAt + k * bStep");
    method.beginControlFlow("for (int j = 0; j < width; j++)");
    method.addStatement("sums[j] += a0 * b[b0 + j]");
    method.endControlFlow();
    method.endControlFlow();
    return method.build();
  }
}
