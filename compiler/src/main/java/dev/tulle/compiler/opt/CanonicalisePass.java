package dev.tulle.compiler.opt;

import dev.tulle.compiler.ir.Graph;

/**
 * Brings equal computations to one form, the cheapest of those it knows.
 *
 * <p>Before: any graph. After: constants are folded, neutral operations gone, maps of broadcasts
 * are broadcasts of maps, operands of commutative functions are ordered with constants last, and
 * sums of products are contractions exactly where both inputs have axes of their own: every {@link
 * dev.tulle.compiler.ir.Op.Contract} sums over at least one label that both inputs have, both
 * inputs have a label in the result that the other lacks, no label is of one input alone without
 * being in the result, and the last label of the result is not of the left input alone. Invariant:
 * the values of all writes, up to rounding; a value that is not finite may come out finite where
 * the text allows both.
 */
public final class CanonicalisePass implements Pass {
  @Override
  public String name() {
    return "canonicalise";
  }

  @Override
  public Graph apply(Graph graph) {
    var builder = new SimplifyingBuilder(graph);
    return GraphCopy.into(builder, graph, builder::copied);
  }
}
