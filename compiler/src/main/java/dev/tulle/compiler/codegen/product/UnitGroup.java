package dev.tulle.compiler.codegen.product;

import com.palantir.javapoet.CodeBlock;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.ProductShape;
import java.util.ArrayList;
import java.util.List;

/**
 * The products of a unit, along the last axis of the batch: one, or several of few rows that share
 * their B, so that what is read of B serves them all. Their rows are those of the whole product.
 */
final class UnitGroup {
  private final ProductText text;
  private final long size;

  /**
   * @param most products that a unit may hold
   */
  UnitGroup(ProductText text, long most) {
    this.text = text;
    this.size = mayHoldSeveral(text.shape()) ? Math.max(1, most) : 1;
  }

  private static boolean mayHoldSeveral(ProductShape shape) {
    int last = shape.batch().size() - 1;
    if (last < (shape.parts() > 1 ? 1 : 0)) {
      return false;
    }
    ProductShape.Batch axis = shape.batch().get(last);
    return axis.count().isKnown() && axis.b().isKnown() && axis.b().value() == 0;
  }

  /** Whether a unit may hold several products. */
  boolean holdsSeveral() {
    return size > 1;
  }

  private ProductShape.Batch axis() {
    return text.shape().batch().get(text.shape().batch().size() - 1);
  }

  /** The local that counts the products of a unit. */
  String counter() {
    return "batch" + (text.shape().batch().size() - 1);
  }

  /** Whether a unit holds all that there are along the axis. */
  private boolean isWhole() {
    return holdsSeveral() && size >= axis().count().value();
  }

  /** Opens the loop over the products of a unit. */
  void open(CodeBlock.Builder code) {
    if (holdsSeveral()) {
      code.beginControlFlow(
          "for (int $1L = $2L; $1L < $3L; $1L++)",
          counter(),
          isWhole() ? "0" : "groupFirst",
          isWhole() ? text.size(axis().count()) : CodeBlock.of("groupEnd"));
    }
  }

  void close(CodeBlock.Builder code) {
    if (holdsSeveral()) {
      code.endControlFlow();
    }
  }

  /** Where the products of a unit begin and end, as parameters; none where it holds all. */
  List<String> bounds() {
    return holdsSeveral() && !isWhole() ? List.of("groupFirst", "groupEnd") : List.of();
  }

  /**
   * A row of a product among those of all products of the unit.
   *
   * @param row the local that counts the rows of a product
   */
  CodeBlock rowOfUnit(String row) {
    if (!holdsSeveral()) {
      return CodeBlock.of("$L", row);
    }
    return CodeBlock.of(
        isWhole() ? "($1L * $2L + $3L)" : "(($1L - groupFirst) * $2L + $3L)",
        counter(),
        text.size(text.shape().rows()),
        row);
  }

  /**
   * The rows of all products of a unit.
   *
   * @param height the rows of a unit where it holds one
   */
  CodeBlock rowsOfUnit(CodeBlock height) {
    if (!holdsSeveral()) {
      return height;
    }
    return isWhole()
        ? CodeBlock.of("$L", axis().count().value() * text.shape().rows().value())
        : CodeBlock.of("(groupEnd - groupFirst) * $L", height);
  }

  /** The axes of the batch that units are counted along. */
  List<ProductShape.Batch> counted() {
    List<ProductShape.Batch> batch = new ArrayList<>(text.shape().batch());
    if (holdsSeveral()) {
      ProductShape.Batch axis = batch.remove(batch.size() - 1);
      if (!isWhole()) {
        long groups = (axis.count().value() + size - 1) / size;
        batch.add(new ProductShape.Batch(Size.of(groups), axis.a(), axis.b()));
      }
    }
    return batch;
  }

  /** Whether there is one product, or all are one unit. */
  boolean holdsAll() {
    return counted().isEmpty();
  }

  /** How many axes of the batch a unit stands at one position of. */
  int singleAxes() {
    return text.shape().batch().size() - (holdsSeveral() ? 1 : 0);
  }

  /** Declares where a unit stands along an axis of the batch. */
  void declare(CodeBlock.Builder code, int axis, CodeBlock position) {
    if (holdsSeveral() && axis == text.shape().batch().size() - 1) {
      String at = position.toString();
      String factor = at.contains(" ") && at.contains("/") ? "(" + at + ")" : at;
      code.addStatement("int groupFirst = $L * $L", factor, size);
      code.addStatement(
          "int groupEnd = Math.min($L, groupFirst + $L)", text.size(axis().count()), size);
    } else {
      code.addStatement("int batch$L = $L", axis, position);
    }
  }

  /** Where A begins for a product of a unit that begins at {@code at}. */
  CodeBlock a(CodeBlock at) {
    return holdsSeveral() ? text.step(at, counter(), axis().a()) : at;
  }
}
