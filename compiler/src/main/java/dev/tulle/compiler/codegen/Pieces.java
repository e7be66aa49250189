package dev.tulle.compiler.codegen;

import com.palantir.javapoet.CodeBlock;
import dev.tulle.compiler.codegen.product.ProductEmitter;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Symbol;
import dev.tulle.compiler.plan.Kernel;
import java.util.stream.Collectors;

/** Into how many pieces the work of a kernel is cut. */
final class Pieces {
  /** Work of a piece, in units of an addition: some five microseconds. */
  private static final long WORTH = 1 << 16;

  /** More pieces than this do not spread the work better. */
  private static final int MOST = 16;

  private Pieces() {}

  /** An {@code int} expression. */
  static CodeBlock of(Kernel kernel) {
    if (kernel instanceof Kernel.Product product) {
      return ProductEmitter.pieces(product.shape(), s -> CodeBlock.of("$L", Sizes.of(s)));
    }
    if (kernel instanceof Kernel.Panels panels) {
      return CodeBlock.of("$L", Math.max(1, Math.min(MOST, panels.to().count().value() / WORTH)));
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
