package dev.tulle.compiler.lower;

import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Sum;
import dev.tulle.compiler.ir.Symbol;
import dev.tulle.compiler.sema.Dim;

/** Sizes of axes in symbols: each dim that varies is one. */
final class Lengths {
  private Lengths() {}

  static Size size(Dim dim) {
    if (dim.isKnown()) {
      return Size.of(dim.value());
    }
    Sum sum = Sum.of(0);
    for (Dim.Term term : dim.added()) {
      Sum product = Sum.of(term.coefficient());
      for (Dim.Atom atom : term.dims()) {
        product = product.times(Sum.of(Size.of(symbol(atom))));
      }
      sum = sum.plus(product);
    }
    return sum.size();
  }

  private static Symbol symbol(Dim.Atom atom) {
    return new Symbol(atom.name(), Math.toIntExact(atom.size()));
  }
}
