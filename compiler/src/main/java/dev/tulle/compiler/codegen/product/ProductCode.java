package dev.tulle.compiler.codegen.product;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.ParameterSpec;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.ProductShape;
import java.util.List;
import java.util.function.Function;

/**
 * A product to be emitted: its geometry and the names it meets in the generated class.
 *
 * <p>The class declares {@code SPECIES} and {@code LANES}. Parameters are not called {@code piece},
 * {@code pieces}, {@code row}, {@code column}, {@code k}, nor do their names begin with {@code
 * tile}, {@code batch}, {@code group} or {@code unit}. Epilogues do not touch the thread's {@code
 * Scratch}, which holds the sums.
 *
 * @param name of the kernel's method and, with {@code Finish} behind it, of its epilogue's; what
 *     products share is called {@code tile8x2} and so on
 * @param parameters what the kernel's method takes before {@code int piece, int pieces}: arrays,
 *     offsets, symbols
 * @param sizes an {@code int} expression, in terms of the parameters, for a size: a product
 * @param a the array and first element of the left operand
 * @param b likewise of the right operand
 */
public record ProductCode(
    String name,
    ProductShape shape,
    List<ParameterSpec> parameters,
    Function<Size, CodeBlock> sizes,
    Operand a,
    Operand b,
    Epilogue epilogue) {

  /** The name of an array parameter and the first element's index: a sum of {@code int} terms. */
  public record Operand(String array, CodeBlock offset) {}

  public ProductCode {
    parameters = List.copyOf(parameters);
  }
}
