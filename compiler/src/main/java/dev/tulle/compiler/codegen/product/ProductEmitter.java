package dev.tulle.compiler.codegen.product;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.ProductShape;
import dev.tulle.compiler.plan.Winograd;
import dev.tulle.runtime.kernel.ProductPieces;
import java.util.List;
import java.util.function.Function;

/** Writes a matrix product as methods of the vector class or of the scalar class. */
public final class ProductEmitter {
  private ProductEmitter() {}

  /**
   * The methods of the vector form, the kernel's own first: {@code void name(parameters…, int
   * piece, int pieces)}, to which the caller adds modifiers. Those behind it may be needed by
   * several products of a class; methods of the same name that begin with {@code tile} or {@code
   * pack} are equal and stand in the class once.
   */
  public static List<MethodSpec> vector(ProductCode code) {
    return switch (code.shape().way()) {
      case DIRECT -> VectorProduct.methods(code);
      case NEIGHBOURS -> NeighbourProduct.methods(code);
      case OVERLAP -> OverlapProduct.methods(code);
      case WINOGRAD ->
          Winograd.isGradient(code.shape())
              ? WinogradGradient.methods(code)
              : WinogradProduct.methods(code);
    };
  }

  /** The methods of the scalar form, under the same rules. */
  public static List<MethodSpec> scalar(ProductCode code) {
    return ScalarProduct.methods(code);
  }

  /**
   * An {@code int} expression of how many pieces a product is cut into: a function of its sizes
   * alone. The bits of the result depend neither on it nor on the tiles: every element adds its
   * products in the order of k, or those of its points.
   *
   * @param sizes an {@code int} expression for a size
   */
  public static CodeBlock pieces(ProductShape shape, Function<Size, CodeBlock> sizes) {
    if (GroupedProduct.suits(shape)) {
      return piecesOfGroups(shape, sizes);
    }
    Size batch =
        shape.batch().stream().map(ProductShape.Batch::count).reduce(Size.ONE, Size::times);
    if (batch.isKnown()
        && shape.rows().isKnown()
        && shape.columns().isKnown()
        && shape.terms().isKnown()) {
      int count =
          ProductPieces.count(
              Math.toIntExact(batch.value()),
              Math.toIntExact(shape.rows().value()),
              Math.toIntExact(shape.columns().value()),
              Math.toIntExact(fewer(shape, shape.terms().value() / shape.parts())));
      return CodeBlock.of("$L", count);
    }
    CodeBlock terms = sizes.apply(shape.terms());
    if (shape.way() == ProductShape.Way.WINOGRAD) {
      terms =
          shape.terms().isKnown()
              ? CodeBlock.of("$L", fewer(shape, shape.terms().value()))
              : CodeBlock.of("($L) / $L", terms, Winograd.SAVED);
    }
    return CodeBlock.of(
        "$T.count($L, $L, $L, $L)",
        ProductPieces.class,
        sizes.apply(batch),
        sizes.apply(shape.rows()),
        sizes.apply(shape.columns()),
        shape.parts() == 1 ? terms : CodeBlock.of("$L / $L", terms, shape.parts()));
  }

  /** Of the multiplications of a sum, those that are done. */
  private static long fewer(ProductShape shape, long terms) {
    return shape.way() == ProductShape.Way.WINOGRAD ? terms / Winograd.SAVED : terms;
  }

  private static CodeBlock piecesOfGroups(ProductShape shape, Function<Size, CodeBlock> sizes) {
    int units = GroupedProduct.units(shape);
    Size depth = shape.depth();
    if (depth.isKnown()) {
      int count =
          ProductPieces.ofGroups(
              units,
              Math.toIntExact(shape.rows().value()),
              Math.toIntExact(shape.columns().value()),
              Math.toIntExact(depth.value()));
      return CodeBlock.of("$L", count);
    }
    return CodeBlock.of(
        "$T.ofGroups($L, $L, $L, $L)",
        ProductPieces.class,
        units,
        sizes.apply(shape.rows()),
        sizes.apply(shape.columns()),
        sizes.apply(depth));
  }
}
