package dev.tulle.compiler.codegen.product;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import java.util.List;

/**
 * Writes the loop that takes the sums of a unit through the epilogue: whole vectors are stored as
 * such, the last columns by way of the scratch array, since a masked store is slow on JDK 17.
 */
final class VectorEpilogue {
  /** Where, in vectors, a partial vector lies in the scratch array: behind the sums of a unit. */
  private static final int TAIL = 2 * ProductText.BLOCK;

  /** Where, in vectors, a packed panel begins. */
  static final int PANEL = TAIL + 1;

  private VectorEpilogue() {}

  static String name(ProductCode code) {
    return code.name() + "Finish";
  }

  static MethodSpec method(ProductText text) {
    MethodSpec.Builder method =
        text.method(name(text.code()))
            .addParameter(int.class, "unitRow")
            .addParameter(int.class, "unitColumn")
            .addParameter(int.class, "unitWidth")
            .addParameter(int.class, "tileHeight")
            .addParameter(int.class, "tileWidth")
            .addParameter(float[].class, "tileSums");
    method.addStatement("int tileColumn = 0");
    method.beginControlFlow("for (; tileColumn + LANES <= tileWidth; tileColumn += LANES)");
    rows(method, text, false);
    method.endControlFlow();
    method.addStatement("int tileRest = tileWidth - tileColumn");
    method.beginControlFlow("if (tileRest > 0)");
    rows(method, text, true);
    method.endControlFlow();
    return method.build();
  }

  private static void rows(MethodSpec.Builder method, ProductText text, boolean partial) {
    method.addStatement("int column = unitColumn + tileColumn");
    method.beginControlFlow("for (int tileRow = 0; tileRow < tileHeight; tileRow++)");
    method.addStatement("int row = unitRow + tileRow");
    method.addStatement(
        "$T tileSum = $T.fromArray(SPECIES, tileSums, tileRow * unitWidth + tileColumn)",
        Names.FLOAT_VECTOR,
        Names.FLOAT_VECTOR);
    CodeBlock.Builder body = CodeBlock.builder();
    List<Epilogue.Store> stores =
        text.code()
            .epilogue()
            .vector(body, new Epilogue.Place(text.batchNames(), "row", "column"), "tileSum");
    method.addCode(body.build());
    for (int i = 0; i < stores.size(); i++) {
      Epilogue.Store store = stores.get(i);
      if (!partial) {
        method.addStatement("$L.intoArray($L, $L)", store.value(), store.array(), store.index());
        continue;
      }
      method.addStatement("$L.intoArray(tileSums, $L * LANES)", store.value(), TAIL);
      method.addStatement("int tileTo$L = $L", i, store.index());
      method.beginControlFlow("for (int tileLane = 0; tileLane < tileRest; tileLane++)");
      method.addStatement(
          "$L[tileTo$L + tileLane] = tileSums[$L * LANES + tileLane]", store.array(), i, TAIL);
      method.endControlFlow();
    }
    method.endControlFlow();
  }
}
