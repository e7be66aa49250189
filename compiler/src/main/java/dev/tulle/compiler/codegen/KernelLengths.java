package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Symbol;
import dev.tulle.compiler.plan.Affine;
import dev.tulle.compiler.plan.Kernel;
import dev.tulle.compiler.plan.ProductShape;
import dev.tulle.compiler.plan.Strips;
import dev.tulle.compiler.plan.Value;
import dev.tulle.compiler.plan.Values;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The lengths that vary from call to call, and the first row, that a kernel's text may name. */
final class KernelLengths {
  private final Set<Symbol> found = new TreeSet<>();

  private KernelLengths() {}

  static List<Symbol> of(Kernel kernel) {
    var lengths = new KernelLengths();
    if (kernel instanceof Kernel.Loop loop) {
      lengths.add(loop.loops());
    } else if (kernel instanceof Kernel.Product product) {
      lengths.add(product.shape());
    }
    kernel.stores().forEach(s -> lengths.add(s.at(), s.spot()));
    Values.walk(kernel.roots(), lengths::add);
    return List.copyOf(lengths.found);
  }

  private void add(ProductShape shape) {
    add(List.of(shape.rows(), shape.columns(), shape.depth()));
    add(List.of(shape.aRow(), shape.aDepth(), shape.bDepth(), shape.bColumn()));
    shape.outerDepth().forEach(d -> add(List.of(d.count(), d.a(), d.b())));
    shape.batch().forEach(b -> add(List.of(b.count(), b.a(), b.b())));
  }

  private void add(Value value) {
    if (value instanceof Value.Load load) {
      add(load.at(), load.spot());
    } else if (value instanceof Value.Within within) {
      add(List.of(within.count()));
    } else if (value instanceof Value.Position position) {
      add(position.at(), null);
    } else if (value instanceof Value.Random random) {
      add(random.element(), null);
    }
  }

  private void add(Affine at, Value.@Nullable Spot spot) {
    add(at.strides());
    at.offset().symbols().filter(s -> varies(s) || s.equals(Strips.FIRST)).forEach(found::add);
    if (spot != null) {
      add(List.of(spot.stride()));
    }
  }

  private void add(Collection<Size> sizes) {
    for (Size size : sizes) {
      size.symbols().stream().filter(KernelLengths::varies).forEach(found::add);
    }
  }

  /** Whether a symbol is a length, and not the rows or the turn of a loop. */
  static boolean varies(Symbol symbol) {
    return symbol.bound() > 0;
  }
}
