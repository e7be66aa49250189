package dev.tulle.compiler.codegen.product;

import com.palantir.javapoet.CodeBlock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the elements of a product, such as adding a bias and applying an activation, and
 * where they are stored.
 *
 * <p>The emitter calls {@link #vector} or {@link #scalar} once for a kernel, inside a loop over the
 * elements; the locals that the code declares are in a scope of their own. An element is read and
 * stored once, by one piece, so an epilogue may read from the place it stores to.
 */
public interface Epilogue {
  /**
   * Where an element or vector stands: names of {@code int} locals.
   *
   * @param batch the index along each batch axis
   * @param row m
   * @param column n; of a vector the first one
   */
  record Place(List<String> batch, String row, String column) {}

  /**
   * A value to store.
   *
   * @param value an expression of type {@code FloatVector} or {@code float}
   * @param array the name of an array parameter
   * @param index an {@code int} expression: the element, or a vector's first element
   */
  record Store(CodeBlock value, String array, CodeBlock index) {}

  /**
   * Whether a vector may be stored whole where its row ends before, since the rows behind, which
   * lie right there, are stored after it: none of what is stored is read.
   */
  boolean runsOver();

  /**
   * An epilogue of rows that several rows of the product have become.
   *
   * @param of a product with fewer rows of more columns
   * @param repeated names of array parameters that are to hold, from their offset on, what they
   *     hold for one row as often as rows were joined
   */
  record Joined(Epilogue of, List<String> repeated) {}

  /**
   * The same epilogue, where so many rows of the product that lie behind each other are one.
   *
   * @return null where rows do not lie so
   */
  default @Nullable Joined joined(long count) {
    return null;
  }

  /**
   * Adds the statements for a vector of {@code LANES} neighbours along a row. Loads may reach
   * beyond the last column: what they find there is not stored.
   *
   * @param value the name of the {@code FloatVector} local with the sums of products
   */
  List<Store> vector(CodeBlock.Builder code, Place place, String value);

  /**
   * Adds the statements for one element.
   *
   * @param value the name of the {@code float} local with the sum of products
   */
  List<Store> scalar(CodeBlock.Builder code, Place place, String value);
}
