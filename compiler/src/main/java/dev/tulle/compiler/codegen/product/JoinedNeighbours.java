package dev.tulle.compiler.codegen.product;

import com.palantir.javapoet.CodeBlock;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.Neighbours;
import dev.tulle.compiler.plan.ProductShape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Neighbours that the epilogue takes as one row, as tiles leave them.
 *
 * @param finished the product whose rows are neighbours
 * @param count neighbours of a row
 * @param columns of each
 * @param repeated the arrays that each neighbour reads alike
 */
record JoinedNeighbours(ProductText finished, long count, long columns, List<String> repeated)
    implements NeighbourSums {
  /** Those of a product, with the epilogue of its joined rows. */
  static JoinedNeighbours of(ProductText text, Epilogue.Joined joined) {
    ProductCode code = text.code();
    ProductShape shape = code.shape();
    long count = Neighbours.count(shape);
    long columns = shape.columns().value();
    var finished =
        new ProductCode(
            code.name(),
            new ProductShape(
                Size.of(shape.rows().value() / count),
                Size.of(count * columns),
                shape.depth(),
                Size.of(count * shape.aRow().value()),
                shape.aDepth(),
                shape.bDepth(),
                shape.bColumn(),
                shape.outerDepth(),
                shape.batch()),
            code.parameters(),
            code.sizes(),
            code.a(),
            code.b(),
            joined.of());
    return new JoinedNeighbours(new ProductText(finished), count, columns, joined.repeated());
  }

  @Override
  public String behind() {
    return "tileRepeated";
  }

  @Override
  public long floats(long rows) {
    return (long) repeated.size() * Neighbours.ROW;
  }

  @Override
  public CodeBlock sum(CodeBlock at) {
    return at;
  }

  @Override
  public boolean needsCount() {
    return false;
  }

  /** Lays side by side what each neighbour reads alike. */
  @Override
  public Map<String, String> prepare(CodeBlock.Builder code) {
    Map<String, String> given = new LinkedHashMap<>();
    for (int i = 0; i < repeated.size(); i++) {
      String array = repeated.get(i);
      String at = i == 0 ? "tileRepeated" : "tileRepeated + " + i * Neighbours.ROW;
      code.beginControlFlow(
          "for (int tileColumn = 0; tileColumn < $L; tileColumn += $L)", count * columns, columns);
      code.addStatement(
          "System.arraycopy($1L, $1LAt, tileSums, $2L + tileColumn, $3L)", array, at, columns);
      code.endControlFlow();
      given.put(array, "tileSums");
      given.put(array + "At", at);
    }
    return given;
  }

  @Override
  public void complete(KernelParts parts) {}
}
