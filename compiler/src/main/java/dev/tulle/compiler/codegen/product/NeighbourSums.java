package dev.tulle.compiler.codegen.product;

import com.palantir.javapoet.CodeBlock;
import dev.tulle.compiler.plan.Neighbours;
import java.util.Map;

/** How the sums of neighbours, which tiles leave side by side, come to the epilogue. */
sealed interface NeighbourSums permits JoinedNeighbours, SpreadNeighbours {
  /** Those of a product: in one row where their results lie so as well, or else in a row each. */
  static NeighbourSums of(ProductText text) {
    Epilogue.Joined joined = text.code().epilogue().joined(Neighbours.count(text.shape()));
    return joined == null ? new SpreadNeighbours(text) : JoinedNeighbours.of(text, joined);
  }

  /** The product as the epilogue sees it. */
  ProductText finished();

  /** The local that tells where in the scratch array what is behind the sums of a unit begins. */
  String behind();

  /**
   * Floats that lie there.
   *
   * @param rows rows of sums that the tiles of a unit leave
   */
  long floats(long rows);

  /**
   * Where one of the sums that tiles leave lies in the scratch array.
   *
   * @param at where it lies from the first of them on
   */
  CodeBlock sum(CodeBlock at);

  /** Whether the local {@code tileCount} is needed, which tells how many rows tiles leave. */
  boolean needsCount();

  /**
   * Writes what is done before the first unit.
   *
   * @return what the epilogue reads in place of parameters
   */
  Map<String, String> prepare(CodeBlock.Builder code);

  /** Writes what is done behind the tiles of a unit. */
  void complete(KernelParts parts);
}
