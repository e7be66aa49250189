package dev.tulle.compiler.codegen.product;

import static javax.lang.model.element.Modifier.PRIVATE;
import static javax.lang.model.element.Modifier.STATIC;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import dev.tulle.compiler.plan.Neighbours;
import java.util.Map;

/**
 * Neighbours of which each gets a row of sums of its own: tiles leave theirs behind these rows.
 *
 * @param finished the product as it is
 */
record SpreadNeighbours(ProductText finished) implements NeighbourSums {
  @Override
  public String behind() {
    return "tileProducts";
  }

  /** A vector of the last row of sums may reach beyond it. */
  @Override
  public long floats(long rows) {
    return (rows + 1) * Neighbours.ROW;
  }

  @Override
  public CodeBlock sum(CodeBlock at) {
    return at.toString().equals("0")
        ? CodeBlock.of("tileProducts")
        : CodeBlock.of("tileProducts + $L", at);
  }

  @Override
  public boolean needsCount() {
    return true;
  }

  @Override
  public Map<String, String> prepare(CodeBlock.Builder code) {
    return Map.of();
  }

  @Override
  public void complete(KernelParts parts) {
    parts.code().addStatement("$L(tileCount, tileProducts, tileSums)", parts.helper(spread()));
  }

  /** Such as {@code tileNeighbours2By6}: two outputs of six columns each. */
  private MethodSpec spread() {
    long count = Neighbours.count(finished.shape());
    long columns = finished.shape().columns().value();
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("tileNeighbours" + count + "By" + columns)
            .addModifiers(PRIVATE, STATIC)
            .addJavadoc("Gives the sums of $L neighbours a row each.\n", count)
            .addParameter(int.class, "rows")
            .addParameter(int.class, "sumsAt")
            .addParameter(float[].class, "sums");
    method.beginControlFlow("for (int column = 0; column < $L; column += LANES)", columns);
    method.beginControlFlow("for (int row = 0; row < rows; row++)");
    method.addStatement("int from = sumsAt + row * $L + column", Neighbours.ROW);
    method.addStatement("int to = row * $L + column", count * Neighbours.ROW);
    for (long i = 0; i < count; i++) {
      method.addStatement(
          "$T.fromArray(SPECIES, sums, from + $L).intoArray(sums, to + $L)",
          Names.FLOAT_VECTOR,
          i * columns,
          i * Neighbours.ROW);
    }
    return method.endControlFlow().endControlFlow().build();
  }
}
