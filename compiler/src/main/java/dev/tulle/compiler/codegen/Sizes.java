package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Symbol;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Sizes and sums of products as Java expressions. */
final class Sizes {
  private Sizes() {}

  /** An {@code int} expression of symbols and numbers. */
  static String of(Size size) {
    String symbols = size.symbols().stream().map(Symbol::name).collect(Collectors.joining(" * "));
    if (symbols.isEmpty()) {
      return Long.toString(size.coefficient());
    }
    return size.coefficient() == 1 ? symbols : symbols + " * " + size.coefficient();
  }

  /** As {@link #of}, in brackets where another operator could bind tighter. */
  static String operand(Size size) {
    String text = of(size);
    return text.contains(" ") ? "(" + text + ")" : text;
  }

  /** {@code factor * size}, or nothing where that is 0. */
  static void addTerm(List<String> terms, String factor, Size size) {
    if (size.coefficient() == 0) {
      return;
    }
    terms.add(size.isOne() ? factor : factor + " * " + of(size));
  }

  static String sum(List<String> terms) {
    return terms.isEmpty() ? "0" : String.join(" + ", terms);
  }

  static List<String> terms(String... first) {
    return new ArrayList<>(List.of(first));
  }
}
