package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A loop nest that is emitted as one method. */
public sealed interface Kernel extends Step {
  /** The lanes of the widest vectors. */
  int WIDEST = 16;

  /** A name from the text, in camel case; not unique. */
  String name();

  /** The line that it is made for. */
  @Nullable Span origin();

  @Override
  default Stream<Kernel> kernels() {
    return Stream.of(this);
  }

  /** Every buffer that it writes or reads, those that it writes first; some of them twice. */
  default Stream<Buffer> buffers() {
    var found = new ArrayList<Buffer>();
    stores().forEach(s -> found.add(s.buffer()));
    Values.walk(
        roots(),
        v -> {
          if (v instanceof Value.Load load) {
            found.add(load.buffer());
          }
        });
    return found.stream();
  }

  /** Whether some of what is stored lies where something is read. */
  default boolean readsWhatItStores() {
    List<Buffer> stored = stores().map(s -> s.buffer().base()).toList();
    var found = new AtomicBoolean();
    Values.walk(
        roots(),
        v -> {
          if (v instanceof Value.Load load && stored.contains(load.buffer().base())) {
            found.set(true);
          }
        });
    return found.get();
  }

  /** Everything that is written, in order. */
  Stream<Store> stores();

  /** Every value that is computed on the way, roots only. */
  Stream<Value> roots();

  /**
   * A value that goes to memory.
   *
   * @param spot a computed distance besides, or null
   */
  record Store(Buffer buffer, Affine at, Value.@Nullable Spot spot, Value value) {
    Store(Buffer buffer, Affine at, Value value) {
      this(buffer, at, null, value);
    }

    /** What is computed for it. */
    public Stream<Value> values() {
      return spot == null ? Stream.of(value) : Stream.of(spot.position(), value);
    }
  }

  /**
   * Elements one by one, and reductions along rows or columns.
   *
   * @param outer loops whose iterations do not depend on each other
   * @param middle the loops of a reduction besides {@code inner}
   * @param inner the contiguous axis, along which vectors lie; empty or one
   * @param columns whether reductions run over {@code middle} for each position of {@code inner},
   *     instead of over both
   * @param stages one after the other in each iteration of {@code outer}
   * @param cost of an element, as {@link Costs} counts
   * @param parts into how many parts the first of {@code middle} is cut, which the first of {@code
   *     outer} counts; 1 where it is walked whole
   * @param diagonal a position of the outer loops, behind which the elements of a row are zeros
   *     that add nothing to a reduction, whatever is computed there; null where all count
   */
  record Loop(
      String name,
      @Nullable Span origin,
      List<Size> outer,
      List<Size> middle,
      List<Size> inner,
      boolean columns,
      List<Stage> stages,
      int cost,
      int parts,
      @Nullable Affine diagonal)
      implements Kernel {
    public Loop {
      outer = List.copyOf(outer);
      middle = List.copyOf(middle);
      inner = List.copyOf(inner);
      stages = List.copyOf(stages);
    }

    @Override
    public Stream<Store> stores() {
      return stages.stream().flatMap(s -> s.stores().stream());
    }

    @Override
    public Stream<Value> roots() {
      return stages.stream().flatMap(Stage::roots);
    }

    /** The same nest around other stages. */
    Loop staged(List<Stage> others) {
      return new Loop(name, origin, outer, middle, inner, columns, others, cost, parts, diagonal);
    }

    /** All loops, outermost first. */
    public List<Size> loops() {
      return Stream.of(outer, middle, inner).flatMap(List::stream).toList();
    }

    /**
     * Whether short rows are stored as whole vectors, whose ends the rows behind write over. What
     * is written then lies in the order of the loops, and nothing there is read.
     */
    public boolean runsOver() {
      return !outer.isEmpty()
          && inner.size() == 1
          && inner.get(0).isKnown()
          && inner.get(0).value() % WIDEST != 0
          && inner.get(0).value() < 4 * WIDEST
          && parts == 1
          && (columns || middle.isEmpty())
          && stages.stream().allMatch(s -> columns || s.reductions().isEmpty())
          && stages.size() == (columns ? 2 : 1)
          && stores().allMatch(this::isWhole)
          && stores().allMatch(this::isInOrder)
          && !readsWhatItStores();
    }

    /** Whether nothing else lies in what is written, which short rows would run over. */
    private boolean isWhole(Store store) {
      Size written = outer.stream().reduce(Size.ONE, Size::times);
      return store.buffer().count().equals(written.times(inner.get(0)));
    }

    private boolean isInOrder(Store store) {
      Size stride = Size.ONE;
      List<Size> strides = store.at().strides();
      List<Size> sizes = loops();
      for (int i = sizes.size() - 1; i >= 0; i--) {
        if (i >= outer.size() && i < sizes.size() - 1) {
          continue;
        }
        if (!strides.get(i).equals(stride)) {
          return false;
        }
        stride = stride.times(sizes.get(i));
      }
      return store.spot() == null;
    }

    /** How often an element is computed: each part walks its part only. */
    public Size elements() {
      return loops().subList(parts > 1 ? 1 : 0, loops().size()).stream()
          .reduce(Size.ONE, Size::times);
    }
  }

  /**
   * Lays a factor out in panels, as {@link ProductShape#panels} has them.
   *
   * @param shape of a product that reads the factor, as it lies before
   * @param from the factor's first element
   */
  record Panels(String name, @Nullable Span origin, ProductShape shape, Value.Load from, Buffer to)
      implements Kernel {
    @Override
    public Stream<Store> stores() {
      return Stream.of(new Store(to, Affine.fixed(0, 0), from));
    }

    @Override
    public Stream<Value> roots() {
      return Stream.of(from);
    }
  }

  /**
   * A walk over the elements, or what is done once for all of them.
   *
   * @param elementwise whether it loops over {@code middle} and {@code inner}; in a kernel of
   *     columns the stage that does not still loops over {@code inner}
   * @param reductions what is combined on the walk
   * @param stores what is written on it
   */
  record Stage(boolean elementwise, List<Reduction> reductions, List<Store> stores) {
    public Stage {
      reductions = List.copyOf(reductions);
      stores = List.copyOf(stores);
    }

    /** The values that it computes for what it combines and stores. */
    public Stream<Value> roots() {
      return Stream.concat(
          reductions.stream().map(Reduction::of), stores.stream().flatMap(Store::values));
    }
  }

  /** Combines the elements of {@code of}; {@link Value.Reduced} of {@code index} is the result. */
  record Reduction(int index, Op.Reduce.Reduction kind, Value of) {}

  /**
   * A matrix product and what becomes of each element; loops are the batch axes, then rows, then
   * columns.
   *
   * @param a the left operand; its first element
   * @param b likewise
   * @param epilogue what is stored, of {@link Value.Accumulator}
   */
  record Product(
      String name,
      @Nullable Span origin,
      ProductShape shape,
      Value.Load a,
      Value.Load b,
      List<Store> epilogue)
      implements Kernel {
    public Product {
      epilogue = List.copyOf(epilogue);
    }

    /**
     * Whether a row shorter than the widest vector may be stored as a whole one, whose end the rows
     * behind write over: what is written lies in the order of the product, and nothing is read that
     * might lie in the same place, which is to say nothing that differs from row to row.
     */
    public boolean runsOver() {
      Size columns = shape.columns();
      return columns.isKnown()
          && columns.value() < WIDEST
          && stores().allMatch(this::isInOrder)
          && !readsWhatItStores()
          && !readsRows();
    }

    /** Whether the epilogue reads what is not the same for all rows. */
    private boolean readsRows() {
      var found = new AtomicBoolean();
      Values.walk(
          epilogue.stream().map(Store::value),
          v -> {
            if (v instanceof Value.Load load) {
              List<Size> strides = load.at().strides();
              boolean same =
                  strides.subList(0, strides.size() - 1).stream().allMatch(Affine::isStill);
              if (!same || load.spot() != null) {
                found.set(true);
              }
            }
          });
      return found.get();
    }

    private boolean isInOrder(Store store) {
      List<Size> sizes =
          Stream.concat(
                  shape.batch().stream().map(ProductShape.Batch::count),
                  Stream.of(shape.rows(), shape.columns()))
              .toList();
      Size stride = Size.ONE;
      for (int i = sizes.size() - 1; i >= 0; i--) {
        if (!sizes.get(i).isOne() && !store.at().strides().get(i).equals(stride)) {
          return false;
        }
        stride = stride.times(sizes.get(i));
      }
      return store.spot() == null;
    }

    /** The same product, of which other things become. */
    Product storing(List<Store> others) {
      return new Product(name, origin, shape, a, b, others);
    }

    /** The same product of another layout of its right operand. */
    Product as(ProductShape other, Value.Load right) {
      return new Product(name, origin, other, a, right, epilogue);
    }

    @Override
    public Stream<Store> stores() {
      return epilogue.stream();
    }

    @Override
    public Stream<Value> roots() {
      return Stream.concat(Stream.of(a, b), epilogue.stream().map(Store::value));
    }
  }
}
