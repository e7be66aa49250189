package dev.tulle.compiler.codegen.product;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import java.util.List;

/**
 * Adds a bias by column, stores the maximum with 0 and, {@code second} floats further on, the sum
 * itself.
 *
 * @param rowStride from row to row of the result
 * @param batchStrides from product to product along each batch axis
 * @param second 0 for one result only
 */
record BiasReluEpilogue(String rowStride, List<Integer> batchStrides, int second)
    implements Epilogue {
  private static final ClassName FLOAT_VECTOR =
      ClassName.get("jdk.incubator.vector", "FloatVector");

  /** As far as it knows, rows may have gaps between them. */
  @Override
  public boolean runsOver() {
    return false;
  }

  @Override
  public List<Store> vector(CodeBlock.Builder code, Place place, String value) {
    code.addStatement(
        "$1T biased = $2L.add($1T.fromArray(SPECIES, bias, $3L))",
        FLOAT_VECTOR,
        value,
        place.column());
    return stores(place, CodeBlock.of("biased.max(0)"));
  }

  @Override
  public List<Store> scalar(CodeBlock.Builder code, Place place, String value) {
    code.addStatement("float biased = $L + bias[$L]", value, place.column());
    return stores(place, CodeBlock.of("Math.max(biased, 0)"));
  }

  private List<Store> stores(Place place, CodeBlock value) {
    CodeBlock.Builder index =
        CodeBlock.builder().add("$L * $L + $L", place.row(), rowStride, place.column());
    for (int i = 0; i < batchStrides.size(); i++) {
      index.add(" + $L * $L", place.batch().get(i), batchStrides.get(i));
    }
    var first = new Store(value, "c", index.build());
    return second == 0
        ? List.of(first)
        : List.of(
            first, new Store(CodeBlock.of("biased"), "c", index.add(" + $L", second).build()));
  }
}
