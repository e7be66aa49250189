package dev.tulle.compiler.codegen.product;

import com.palantir.javapoet.CodeBlock;

/**
 * How far B moves from one term of a sum to the next.
 *
 * @param text an {@code int} expression
 * @param from where B is read
 */
record BStep(CodeBlock text, From from) {
  /** Where tiles read B. */
  enum From {
    /** Where it lies in memory. */
    MEMORY,
    /** From a packed panel, whose terms follow each other without a gap. */
    PANEL,
    /** Only a run tells. */
    EITHER
  }

  static BStep inMemory(CodeBlock size) {
    return new BStep(size, From.MEMORY);
  }

  /** In a panel of so many whole vectors. */
  static BStep inPanel(int vectors) {
    return new BStep(CodeBlock.of("$L * LANES", vectors), From.PANEL);
  }

  /** What the local of that name says. */
  static BStep told(String local) {
    return new BStep(CodeBlock.of("$L", local), From.EITHER);
  }

  /** Whether it is a literal, or one times the lanes. */
  boolean isLiteral() {
    return from == From.PANEL || text.toString().matches("\\d+");
  }

  /** As a part of a method's name: {@code 64}, {@code 2Vectors}. */
  String word() {
    return text.toString().replace(" * LANES", "Vectors");
  }

  /** So many steps, as the right operand of a sum. */
  CodeBlock times(int count) {
    String[] factors = text.toString().split(" \\* ");
    long number = count * Long.parseLong(factors[0]);
    return factors.length == 1
        ? CodeBlock.of("$L", number)
        : CodeBlock.of("$L * $L", number, factors[1]);
  }

  /** {@code k} steps; one factor of {@code k}, so that C2 proves bounds. */
  CodeBlock times(String k) {
    return from == From.PANEL
        ? CodeBlock.of("$L * ($L)", k, text)
        : CodeBlock.of("$L * $L", k, text);
  }
}
