package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.Sum;
import dev.tulle.compiler.plan.Affine;
import java.util.List;

/** Positions of a loop nest as {@code int} expressions. */
final class Places {
  private final List<String> loops;

  /**
   * @param loops the name of each loop's counter, outermost first
   */
  Places(List<String> loops) {
    this.loops = List.copyOf(loops);
  }

  int loops() {
    return loops.size();
  }

  /**
   * An {@code int} expression for a position.
   *
   * @param start an offset, or the empty string
   */
  String of(Affine at, String start) {
    List<String> terms = start.isEmpty() ? Sizes.terms() : Sizes.terms(start);
    if (!at.offset().equals(Sum.of(0))) {
      terms.add(at.offset().text());
    }
    for (int i = 0; i < at.strides().size(); i++) {
      Sizes.addTerm(terms, loops.get(i), at.strides().get(i));
    }
    return Sizes.sum(terms);
  }
}
