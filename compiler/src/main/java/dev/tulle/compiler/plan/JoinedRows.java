package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Size;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A product whose rows are short and lie behind each other wherever its results go: some of them
 * are one longer row to its epilogue.
 *
 * @param product with fewer rows of more columns
 * @param repeated what each row reads alike, from its first element on: a longer one reads it
 *     several times, one behind the other
 */
public record JoinedRows(Kernel.Product product, List<Buffer> repeated) {
  public JoinedRows {
    repeated = List.copyOf(repeated);
  }

  /**
   * The same epilogue of longer rows.
   *
   * @param count rows of the product that become one
   * @return null where its accesses are not such
   */
  public static @Nullable JoinedRows of(Kernel.Product product, long count) {
    ProductShape shape = product.shape();
    Size columns = shape.columns();
    if (!columns.isKnown() || !shape.rows().isMultipleOf(count)) {
      return null;
    }
    var joiner = new Joiner(columns, count);
    List<Kernel.Store> stores = product.epilogue().stream().map(joiner::join).toList();
    Values.walk(product.epilogue().stream().map(Kernel.Store::value), joiner::check);
    if (!joiner.joins || joiner.repeated.stream().anyMatch(joiner.others::contains)) {
      return null;
    }
    var longer =
        new ProductShape(
            Size.of(shape.rows().value() / count),
            columns.times(Size.of(count)),
            shape.depth(),
            shape.aRow().times(Size.of(count)),
            shape.aDepth(),
            shape.bDepth(),
            shape.bColumn(),
            shape.outerDepth(),
            shape.batch());
    return new JoinedRows(
        new Kernel.Product(
            product.name(), product.origin(), longer, product.a(), product.b(), stores),
        List.copyOf(joiner.repeated));
  }

  private static final class Joiner {
    private final Size columns;
    private final Size count;
    private final Set<Buffer> repeated = new LinkedHashSet<>();
    private final Set<Buffer> others = new LinkedHashSet<>();
    private final Rewriter rewriter = new Rewriter(this::longer);
    private boolean joins = true;

    Joiner(Size columns, long count) {
      this.columns = columns;
      this.count = Size.of(count);
    }

    Kernel.Store join(Kernel.Store store) {
      joins &= store.spot() == null && isEven(store.at());
      others.add(store.buffer());
      return rewriter.rewrite(store);
    }

    void check(Value value) {
      if (value instanceof Value.Load load) {
        boolean alike = isAlike(load.at());
        joins &= load.spot() == null && (alike || isEven(load.at()) || isStill(load.at()));
        (alike ? repeated : others).add(load.buffer());
      } else if (value instanceof Value.Position || value instanceof Value.Random) {
        joins = false;
      }
    }

    private Affine longer(Affine at) {
      if (!isEven(at)) {
        return at;
      }
      var strides = new ArrayList<>(at.strides());
      int row = strides.size() - 2;
      strides.set(row, strides.get(row).times(count));
      return new Affine(at.offset(), strides);
    }

    /** Whether rows lie behind each other. */
    private boolean isEven(Affine at) {
      int last = at.strides().size() - 1;
      return at.strides().get(last).isOne() && at.strides().get(last - 1).equals(columns);
    }

    private static boolean isStill(Affine at) {
      int last = at.strides().size() - 1;
      return at.isStill(last - 1, last + 1);
    }

    /** Whether each row reads the same from the first element on. */
    private static boolean isAlike(Affine at) {
      int last = at.strides().size() - 1;
      Long offset = at.offset().known();
      return at.strides().get(last).isOne() && at.isStill(0, last) && offset != null && offset == 0;
    }
  }
}
