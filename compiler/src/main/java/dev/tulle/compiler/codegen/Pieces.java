package dev.tulle.compiler.codegen;

import com.palantir.javapoet.CodeBlock;
import dev.tulle.compiler.codegen.product.ProductEmitter;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Symbol;
import dev.tulle.compiler.plan.Kernel;
import dev.tulle.compiler.plan.Repeat;
import dev.tulle.compiler.plan.Step;
import java.util.stream.Collectors;

/** Into how many pieces the work of a kernel is cut. */
final class Pieces {
  /** Work of a piece, in units of an addition: some five microseconds. */
  private static final long WORTH = 1 << 16;

  /** More pieces than this do not spread the work better. */
  private static final int MOST = 16;

  /** Rows of a piece of a loop: whole tiles of a product, which read its weights. */
  static final int ROWS = 8;

  /** What it takes to lay out a float of a panel: it is met far from the one before. */
  private static final int LAID = 8;

  /** Multiplications that take as long as an addition that reads and writes. */
  private static final int MULTIPLICATIONS = 4;

  private Pieces() {}

  /** An {@code int} expression of the pieces of rows that go through a loop. */
  static CodeBlock ofRows(Repeat loop) {
    long cost = Math.max(1, cost(loop));
    return cost * ROWS >= WORTH
        ? CodeBlock.of("Math.max(1, Math.min($L, rows / $L))", MOST, ROWS)
        : CodeBlock.of("(int) Math.max(1, Math.min($L, rows * $LL / $L))", MOST, cost, WORTH);
  }

  /** Of a row. */
  private static long cost(Step step) {
    if (step instanceof Repeat loop) {
      Size count = loop.count();
      long turns =
          count.symbols().stream()
              .mapToLong(Symbol::bound)
              .reduce(count.coefficient(), (a, b) -> a * b);
      return turns * loop.steps().stream().mapToLong(Pieces::cost).sum();
    }
    if (step instanceof Kernel.Product product) {
      return product.shape().multiplications().coefficient() / MULTIPLICATIONS;
    }
    return step instanceof Kernel.Loop nest ? nest.elements().coefficient() * nest.cost() : 0;
  }

  /** An {@code int} expression. */
  static CodeBlock of(Kernel kernel) {
    if (kernel instanceof Kernel.Product product) {
      return ProductEmitter.pieces(product.shape(), s -> CodeBlock.of("$L", Sizes.of(s)));
    }
    if (kernel instanceof Kernel.Panels panels) {
      long cost = panels.to().count().value() * LAID;
      return CodeBlock.of("$L", Math.max(1, Math.min(MOST, cost / WORTH)));
    }
    var loop = (Kernel.Loop) kernel;
    boolean whole =
        loop.outer().isEmpty()
            && !loop.columns()
            && loop.stages().stream().anyMatch(s -> !s.reductions().isEmpty());
    if (whole || loop.inner().isEmpty()) {
      return CodeBlock.of("1");
    }
    Size count = loop.elements();
    long cost = Math.multiplyExact(count.coefficient(), (long) loop.cost());
    if (count.isKnown()) {
      return CodeBlock.of("$L", Math.max(1, Math.min(MOST, cost / WORTH)));
    }
    String symbols =
        count.symbols().stream().map(Symbol::variable).collect(Collectors.joining(" * (long) "));
    return CodeBlock.of(
        "(int) Math.max(1, Math.min($L, $L * $LL / $L))", MOST, symbols, cost, WORTH);
  }
}
