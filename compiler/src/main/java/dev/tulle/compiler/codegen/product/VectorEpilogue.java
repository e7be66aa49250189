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
  private final ProductText text;
  private final Units units;

  private VectorEpilogue(ProductText text, Units units) {
    this.text = text;
    this.units = units;
  }

  /**
   * Where in the scratch array what is behind the sums of a unit, and behind a partial vector,
   * begins, and with it a line of the cache.
   */
  static CodeBlock behind(Units units) {
    return CodeBlock.of("$L + $L", units.behindSums(), ProgramPlan.LEAD);
  }

  static MethodSpec method(ProductText text, Units units) {
    var epilogue = new VectorEpilogue(text, units);
    return text.method(
        text.code().name() + "Finish",
        units.group().holdsSeveral() ? units.group().counter() : "",
        Stream.concat(
                Stream.concat(
                        units.group().bounds().stream(),
                        Stream.of(
                            "unitRow",
                            "unitColumn",
                            "unitWidth",
                            "tileHeight",
                            "tileWidth",
                            "unitSums"))
                    .map(name -> ParameterSpec.builder(int.class, name).build()),
                Stream.of(ParameterSpec.builder(float[].class, "tileSums").build()))
            .toList(),
        epilogue.code());
  }

  /** Along rows, or else down the columns of a panel, whose rows lie far apart in memory. */
  private CodeBlock code() {
    CodeBlock.Builder code = CodeBlock.builder();
    if (units.goesAlongRows()) {
      openRows(code);
    }
    String column = units.column();
    CodeBlock width = units.width();
    if (isWhole(text.shape().columns())) {
      code.beginControlFlow("for (int $1L = 0; $1L < $2L; $1L += LANES)", column, width);
      vector(code, false);
      code.endControlFlow();
    } else {
      code.addStatement("int $L = 0", column);
      code.beginControlFlow("for (; $1L + LANES <= $2L; $1L += LANES)", column, width);
      vector(code, false);
      code.endControlFlow();
      code.addStatement("int tileRest = $L - $L", width, column);
      code.beginControlFlow("if (tileRest > 0)");
      vector(code, true);
      code.endControlFlow();
    }
    if (units.goesAlongRows()) {
      closeRows(code);
    }
    return code.build();
  }

  private void openRows(CodeBlock.Builder code) {
    units.group().open(code);
    code.beginControlFlow("for (int $1L = 0; $1L < $2L; $1L++)", units.row(), units.height());
  }

  private void closeRows(CodeBlock.Builder code) {
    code.endControlFlow();
    units.group().close(code);
  }

  /** Whether the last vector of a row is full, whatever the machine's vectors are. */
  private static boolean isWhole(Size columns) {
    return columns.coefficient() % 16 == 0;
  }

  /** Whether, where vectors are longer than rows, they may be stored whole. */
  private boolean mayRunOver() {
    Size columns = text.shape().columns();
    return columns.isKnown()
        && columns.value() < Kernel.WIDEST
        && text.code().epilogue().runsOver();
  }

  /** From the sums of a vector, or those of the rows below each other, to where they are stored. */
  private void vector(CodeBlock.Builder code, boolean partial) {
    CodeBlock.Builder body = CodeBlock.builder();
    List<Epilogue.Store> stores =
        text.code()
            .epilogue()
            .vector(body, new Epilogue.Place(text.batchNames(), "row", "column"), "tileSum");
    units.declareColumn(code, body, stores);
    if (!units.goesAlongRows()) {
      openRows(code);
    }
    units.declareRow(code, body, stores);
    code.addStatement(
        "$1T tileSum = $1T.fromArray(SPECIES, tileSums, $2L)",
        Names.FLOAT_VECTOR,
        units.sum(CodeBlock.of("$L * unitWidth + $L", units.rowOfUnit(), units.column())));
    code.add(body.build());
    for (int i = 0; i < stores.size(); i++) {
      Epilogue.Store store = stores.get(i);
      if (!partial) {
        code.addStatement("$L.intoArray($L, $L)", store.value(), store.array(), store.index());
        continue;
      }
      boolean runsOver = mayRunOver();
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
      code.addStatement("$L.intoArray(tileSums, $L)", value, units.endOfSums());
      code.beginControlFlow("for (int tileLane = 0; tileLane < tileRest; tileLane++)");
      code.addStatement(
          "$L[tileTo$L + tileLane] = tileSums[$L + tileLane]", store.array(), i, units.endOfSums());
      code.endControlFlow();
      if (runsOver) {
        code.endControlFlow();
      }
    }
    if (!units.goesAlongRows()) {
      closeRows(code);
    }
  }
}
