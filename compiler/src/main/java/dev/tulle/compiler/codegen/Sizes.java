package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.Size;
import java.util.ArrayList;
import java.util.List;

/** Sizes and sums of products as Java expressions. */
final class Sizes {
  private Sizes() {}

  /** An {@code int} expression of symbols and numbers. */
  static String of(Size size) {
    return size.text();
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
