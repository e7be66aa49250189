package dev.tulle.compiler.codegen.product;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.Kernel;
import dev.tulle.compiler.plan.ProgramPlan;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes the loop that takes the sums of a unit through the epilogue: whole vectors are stored as
 * such, the last columns by way of the scratch array, since a masked store is slow on JDK 17.
 */
final class VectorEpilogue {
  /** Where, in vectors, a partial vector lies in the scratch array: behind the sums of a unit. */
  private static final int TAIL = Units.VECTORS;

  /** Where, in vectors, what is behind the sums and that vector begins. */
  private static final int BEHIND = TAIL + 1;

  private VectorEpilogue() {}

  /** Where in the scratch array a packed panel begins, and with it a line of the cache. */
  static CodeBlock panel() {
    return CodeBlock.of("$L * LANES + $L", BEHIND, ProgramPlan.LEAD);
  }

  static MethodSpec method(ProductText text, Units units) {
    CodeBlock.Builder code = CodeBlock.builder();
    String column = units.column();
    CodeBlock width = units.width();
    if (isWhole(text.shape().columns())) {
      code.beginControlFlow("for (int $1L = 0; $1L < $2L; $1L += LANES)", column, width);
      rows(code, text, units, false);
      code.endControlFlow();
    } else {
      code.addStatement("int $L = 0", column);
      code.beginControlFlow("for (; $1L + LANES <= $2L; $1L += LANES)", column, width);
      rows(code, text, units, false);
      code.endControlFlow();
      code.addStatement("int tileRest = $L - $L", width, column);
      code.beginControlFlow("if (tileRest > 0)");
      rows(code, text, units, true);
      code.endControlFlow();
    }
    return text.method(
        text.code().name() + "Finish",
        units.group().holdsSeveral() ? units.group().counter() : "",
        Stream.concat(
                Stream.concat(
                        units.group().bounds().stream(),
                        Stream.of("unitRow", "unitColumn", "unitWidth", "tileHeight", "tileWidth"))
                    .map(name -> ParameterSpec.builder(int.class, name).build()),
                Stream.of(ParameterSpec.builder(float[].class, "tileSums").build()))
            .toList(),
        code.build());
  }

  /** Whether the last vector of a row is full, whatever the machine's vectors are. */
  private static boolean isWhole(Size columns) {
    return columns.coefficient() % 16 == 0;
  }

  /** Whether, where vectors are longer than rows, they may be stored whole. */
  private static boolean mayRunOver(ProductText text) {
    Size columns = text.shape().columns();
    return columns.isKnown()
        && columns.value() < Kernel.WIDEST
        && text.code().epilogue().runsOver();
  }

  private static void rows(CodeBlock.Builder code, ProductText text, Units units, boolean partial) {
    CodeBlock.Builder body = CodeBlock.builder();
    List<Epilogue.Store> stores =
        text.code()
            .epilogue()
            .vector(body, new Epilogue.Place(text.batchNames(), "row", "column"), "tileSum");
    units.declareColumn(code, body, stores);
    units.group().open(code);
    code.beginControlFlow("for (int $1L = 0; $1L < $2L; $1L++)", units.row(), units.height());
    units.declareRow(code, body, stores);
    code.addStatement(
        "$1T tileSum = $1T.fromArray(SPECIES, tileSums, $2L * unitWidth + $3L)",
        Names.FLOAT_VECTOR,
        units.rowOfUnit(),
        units.column());
    code.add(body.build());
    for (int i = 0; i < stores.size(); i++) {
      Epilogue.Store store = stores.get(i);
      if (!partial) {
        code.addStatement("$L.intoArray($L, $L)", store.value(), store.array(), store.index());
        continue;
      }
      boolean runsOver = mayRunOver(text);
      CodeBlock value = store.value();
      if (runsOver && !value.toString().matches("\\w+")) {
        code.addStatement("$T tileValue$L = $L", Names.FLOAT_VECTOR, i, value);
        value = CodeBlock.of("tileValue$L", i);
      }
      code.addStatement("int tileTo$L = $L", i, store.index());
      if (runsOver) {
        // One vector is a row, and what is too much of it is written over by the rows behind.
        code.beginControlFlow(
            "if (LANES > $1L && ($2L - $3L) * $1L >= LANES)",
            text.shape().columns().value(),
            units.rowsOfUnit(),
            units.rowOfUnit());
        code.addStatement("$L.intoArray($L, tileTo$L)", value, store.array(), i);
        code.nextControlFlow("else");
      }
      code.addStatement("$L.intoArray(tileSums, $L * LANES)", value, TAIL);
      code.beginControlFlow("for (int tileLane = 0; tileLane < tileRest; tileLane++)");
      code.addStatement(
          "$L[tileTo$L + tileLane] = tileSums[$L * LANES + tileLane]", store.array(), i, TAIL);
      code.endControlFlow();
      if (runsOver) {
        code.endControlFlow();
      }
    }
    code.endControlFlow();
    units.group().close(code);
  }
}
