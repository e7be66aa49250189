package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Storage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Lays out once, in panels, the second factors that products read again and again: weights that
 * never change, what no turn of a loop changes, and weights of tall products.
 *
 * <p>Before: products read their factors where they lie, and copy panels of them as they go. After:
 * those that are known beforehand lie as tiles read them.
 */
final class Panels {
  /** Fewer columns than those of a narrow vector pair are read as they lie. */
  private static final int LEAST_COLUMNS = 16;

  /** What is laid out, by where it lay and how it is read. */
  private record Key(Buffer buffer, Affine at, ProductShape panels) {}

  private final Predicate<Buffer> lasting;
  private final Map<Key, Kernel.Panels> made = new LinkedHashMap<>();

  /**
   * @param lasting whether a buffer, or what is seen of it, is the same at every reading
   */
  private Panels(Predicate<Buffer> lasting) {
    this.lasting = lasting;
  }

  /**
   * Steps, and what lays out the weights that they read.
   *
   * @param steps that read panels
   * @param kernels that make them, all of weights
   */
  record Served(List<Step> steps, List<Kernel> kernels) {}

  /** For weights that never change while the steps run. */
  static Served ofWeights(List<Step> steps) {
    var panels = new Panels(b -> isWeight(b.base()));
    List<Step> after = panels.steps(steps);
    return new Served(after, List.copyOf(panels.made.values()));
  }

  private static boolean isWeight(Buffer buffer) {
    return buffer.storage() == Storage.PARAMETER || buffer.storage() == Storage.STATE;
  }

  /**
   * For weights that the many rows of a tall product read and no step writes: laid out before the
   * first of these products.
   */
  static List<Step> beforeTall(List<Step> steps) {
    Set<Buffer> written = written(steps.stream().flatMap(Step::kernels));
    var panels = new Panels(b -> isWeight(b.base()) && !written.contains(b.base()));
    var after = new ArrayList<Step>();
    for (Step step : steps) {
      boolean tall = step instanceof Kernel.Product product && product.shape().isTall();
      int before = panels.made.size();
      Step then = tall ? panels.step(step) : step;
      panels.made.values().stream().skip(before).forEach(after::add);
      after.add(then);
    }
    return after;
  }

  private static Set<Buffer> written(Stream<Kernel> kernels) {
    Set<Buffer> written = Collections.newSetFromMap(new IdentityHashMap<>());
    kernels.flatMap(Kernel::stores).forEach(s -> written.add(s.buffer().base()));
    return written;
  }

  /** For what the turns of loops read and never write; laid out before the loop. */
  static List<Step> beforeLoops(List<Step> steps) {
    var after = new ArrayList<Step>();
    for (Step step : steps) {
      if (step instanceof Repeat loop) {
        Set<Buffer> written = written(loop.kernels());
        var panels = new Panels(b -> b.starts().isEmpty() && !written.contains(b.base()));
        Step turned = panels.step(loop);
        after.addAll(panels.made.values());
        after.add(turned);
      } else {
        after.add(step);
      }
    }
    return after;
  }

  /**
   * For the filters of convolutions that are computed another way than directly: those that are not
   * known beforehand are laid out right before each use. Gradients of filters transform what they
   * read as they go.
   */
  static List<Step> beforeConvolutions(List<Step> steps) {
    var after = new ArrayList<Step>();
    for (Step step : steps) {
      if (step instanceof Repeat loop) {
        after.add(loop.with(beforeConvolutions(loop.steps())));
      } else if (step instanceof Kernel.Product product
          && way(product.shape()) != ProductShape.Way.DIRECT) {
        var panels = new Panels(b -> true);
        Step read = panels.read(product);
        after.addAll(panels.made.values());
        after.add(read);
      } else if (step instanceof Kernel.Product product && Winograd.fitsGradient(product.shape())) {
        after.add(product.as(product.shape().by(ProductShape.Way.WINOGRAD), product.b()));
      } else {
        after.add(step);
      }
    }
    return after;
  }

  private List<Step> steps(List<Step> steps) {
    return steps.stream().map(this::step).toList();
  }

  private Step step(Step step) {
    if (step instanceof Repeat loop) {
      return loop.with(steps(loop.steps()));
    }
    if (step instanceof Kernel.Product product
        && (way(product.shape()) != ProductShape.Way.DIRECT || isWorthIt(product.shape()))
        && lasting.test(product.b().buffer())) {
      return read(product);
    }
    return step;
  }

  private static boolean isWorthIt(ProductShape shape) {
    return !shape.panels()
        && shape.parts() == 1
        && shape.terms().isKnown()
        && shape.columns().isKnown()
        && shape.columns().value() >= LEAST_COLUMNS
        && shape.bDepth().isKnown()
        && shape.bColumn().isKnown()
        && shape.outerDepth().stream().allMatch(d -> d.b().isKnown())
        && shape.batch().stream().allMatch(b -> b.b().isKnown() && b.b().value() == 0)
        && !(shape.bColumn().isOne() && shape.bDepth().value() <= ProductShape.PANEL);
  }

  private Kernel read(Kernel.Product product) {
    ProductShape shape = product.shape().by(way(product.shape()));
    Value.Load from = product.b();
    var key = new Key(from.buffer(), from.at(), factor(shape));
    Buffer to = made.computeIfAbsent(key, k -> lay(product, k.panels())).to();
    return product.as(shape.inPanels(), new Value.Load(to, Affine.fixed(0, 0)));
  }

  private static ProductShape.Way way(ProductShape shape) {
    if (Winograd.fits(shape)) {
      return ProductShape.Way.WINOGRAD;
    }
    if (OverlapAdd.fits(shape)) {
      return ProductShape.Way.OVERLAP;
    }
    return Neighbours.fits(shape) ? ProductShape.Way.NEIGHBOURS : ProductShape.Way.DIRECT;
  }

  /** What of a product says how its second factor is read. */
  private static ProductShape factor(ProductShape shape) {
    return new ProductShape(
            shape.way() == ProductShape.Way.NEIGHBOURS
                ? Size.of(Neighbours.count(shape))
                : Size.ONE,
            shape.columns(),
            shape.depth(),
            shape.way() == ProductShape.Way.DIRECT ? Size.ONE : shape.aRow(),
            Size.ONE,
            shape.bDepth(),
            shape.bColumn(),
            shape.outerDepth().stream()
                .map(d -> new ProductShape.Depth(d.count(), Size.ONE, d.b()))
                .toList(),
            List.of())
        .by(shape.way());
  }

  private static Kernel.Panels lay(Kernel.Product product, ProductShape factor) {
    long panels = (factor.columns().value() + ProductShape.PANEL - 1) / ProductShape.PANEL;
    String name = product.b().buffer().name() + " panels";
    var to = new Buffer(name, factor.panel().times(Size.of(panels)), null);
    return new Kernel.Panels(name, product.origin(), factor, product.b(), to);
  }
}
