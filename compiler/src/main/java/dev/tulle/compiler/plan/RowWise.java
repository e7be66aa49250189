package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.ir.Sum;
import dev.tulle.compiler.ir.Symbol;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a kernel makes each row of the batch of that row alone, and finds it where the rows
 * before it end: then it can be run for some of the rows, given where the first of them begins.
 *
 * <p>Says no where in doubt; so of whatever has a length that varies.
 */
final class RowWise {
  /** An element of a buffer that the loops walk over, and whether a computed distance is added. */
  private record Access(Buffer buffer, Sum offset, List<Size> strides, boolean computed) {}

  private final Kernel kernel;
  private final List<Size> loops;

  /** The one loop over the rows of the batch, or negative. */
  private final int batch;

  private final List<Access> read = new ArrayList<>();

  /** Of everything else that moves with the loops. */
  private final List<List<Size>> positions = new ArrayList<>();

  /** Whether all of these begin at a position that no size decides. */
  private boolean startsAreKnown = true;

  private RowWise(Kernel kernel) {
    this.kernel = kernel;
    Kernel.Product product = kernel instanceof Kernel.Product p ? p : null;
    loops = product == null ? ((Kernel.Loop) kernel).loops() : loops(product.shape());
    batch = batch();
    Stream<Value> roots = kernel.roots();
    if (product != null) {
      ProductShape shape = product.shape();
      read.add(new Access(product.a().buffer(), product.a().at().offset(), left(shape), false));
      read.add(new Access(product.b().buffer(), product.b().at().offset(), right(shape), false));
      roots = product.epilogue().stream().map(Kernel.Store::value);
    }
    Values.walk(roots, this::add);
  }

  /** Of a product: those of its results, then those that vanish. */
  private static List<Size> loops(ProductShape shape) {
    var sizes = new ArrayList<Size>();
    shape.batch().forEach(axis -> sizes.add(axis.count()));
    sizes.add(shape.rows());
    sizes.add(shape.columns());
    shape.outerDepth().forEach(axis -> sizes.add(axis.count()));
    sizes.add(shape.depth());
    return sizes;
  }

  private static List<Size> left(ProductShape shape) {
    var strides = new ArrayList<Size>();
    shape.batch().forEach(axis -> strides.add(axis.a()));
    strides.add(shape.aRow());
    strides.add(Affine.STILL);
    shape.outerDepth().forEach(axis -> strides.add(axis.a()));
    strides.add(shape.aDepth());
    return strides;
  }

  private static List<Size> right(ProductShape shape) {
    var strides = new ArrayList<Size>();
    shape.batch().forEach(axis -> strides.add(axis.b()));
    strides.add(Affine.STILL);
    strides.add(shape.bColumn());
    shape.outerDepth().forEach(axis -> strides.add(axis.b()));
    strides.add(shape.bDepth());
    return strides;
  }

  private void add(Value value) {
    if (value instanceof Value.Load load) {
      read.add(access(load.buffer(), load.at(), load.spot() != null));
    } else if (value instanceof Value.Position position) {
      addPosition(position.at());
    } else if (value instanceof Value.Random random) {
      addPosition(random.element());
    }
  }

  private void addPosition(Affine at) {
    positions.add(strides(at));
    startsAreKnown &= at.offset().known() != null;
  }

  private Access access(Buffer buffer, Affine at, boolean computed) {
    return new Access(buffer, at.offset(), strides(at), computed);
  }

  /** Still along the axes of a product that vanish. */
  private List<Size> strides(Affine at) {
    var strides = new ArrayList<>(at.strides());
    strides.addAll(Collections.nCopies(loops.size() - strides.size(), Affine.STILL));
    return strides;
  }

  static boolean is(Kernel kernel) {
    RowWise walk = of(kernel);
    return walk != null && walk.isAlone() && !walk.countsRows();
  }

  /** A kernel that walks over the rows of the batch; null where it does not, or not as it says. */
  static @Nullable RowWise of(Kernel kernel) {
    if (kernel instanceof Kernel.Panels) {
      return null;
    }
    var walk = new RowWise(kernel);
    return walk.batch >= 0 ? walk : null;
  }

  /** Whether each row is made of that row alone, if it is told which one it is. */
  boolean isAlone() {
    return !isReduced() && keepsApart() && kernel.stores().allMatch(this::keepsToItsRow);
  }

  /** Whether it adds up, or otherwise combines, what it finds in different rows. */
  boolean isReduced() {
    return !isIndependent(kernel, batch);
  }

  /** Whether what it reads is of the row that it is at, or the same for all. */
  boolean keepsApart() {
    return read.stream().allMatch(a -> keepsToItsRow(a, batch) || isShared(a, batch));
  }

  /** Whether it counts the rows, be it for random numbers. */
  private boolean countsRows() {
    return positions.stream().anyMatch(p -> !Affine.isStill(p.get(batch)));
  }

  /**
   * The same kernel, which counts from the first row of a strip on; null where it counts in another
   * way than row by row.
   */
  @Nullable Kernel countingFromFirst() {
    if (!countsRows()) {
      return kernel;
    }
    if (!positions.stream().flatMap(List::stream).allMatch(Size::isKnown) || !startsAreKnown) {
      return null;
    }
    long each = loops.get(batch).coefficient();
    Rewriter rewriter =
        Rewriter.ofNumbers(
            at -> {
              Size stride = strides(at).get(batch);
              Size row = stride.times(Size.of(each)).times(Size.of(Strips.FIRST));
              return Affine.isStill(stride) ? at : at.plus(row);
            });
    return kernel instanceof Kernel.Product product
        ? product.storing(product.epilogue().stream().map(rewriter::rewrite).toList())
        : ((Kernel.Loop) kernel)
            .staged(((Kernel.Loop) kernel).stages().stream().map(rewriter::rewrite).toList());
  }

  /** Whether what is written is of the row that it is at, and nothing to the outside. */
  boolean keepsToItsRow(Kernel.Store store) {
    return keepsToItsRow(access(store), batch) && isOfTheWorkspace(store.buffer().base());
  }

  /** Whether all rows write to the same place. */
  boolean isShared(Kernel.Store store) {
    return isShared(access(store), batch);
  }

  private Access access(Kernel.Store store) {
    return access(store.buffer(), store.at(), store.spot() != null);
  }

  private int batch() {
    int found = -1;
    for (int i = 0; i < loops.size(); i++) {
      if (isPerRow(loops.get(i))) {
        if (found >= 0) {
          return -1;
        }
        found = i;
      } else if (!loops.get(i).isKnown()) {
        return -1;
      }
    }
    return found;
  }

  /** So many for each row, however many rows there are. */
  private static boolean isPerRow(Size size) {
    return size.symbols().equals(List.of(Symbol.ROWS));
  }

  /** Whether nothing is carried from one turn of the loop to another. */
  private static boolean isIndependent(Kernel kernel, int loop) {
    if (kernel instanceof Kernel.Product product) {
      ProductShape shape = product.shape();
      return shape.parts() == 1 && loop <= shape.batch().size();
    }
    var nest = (Kernel.Loop) kernel;
    boolean reduces = nest.stages().stream().anyMatch(s -> !s.reductions().isEmpty());
    return nest.parts() == 1
        && (!reduces
            || loop < nest.outer().size()
            || (nest.columns() && loop == nest.loops().size() - 1));
  }

  private static boolean isOfTheWorkspace(Buffer buffer) {
    return buffer.storage() == null || buffer.storage() == Storage.OUTPUT;
  }

  /** Whether rows lie one behind the other, and each turn touches none but its own. */
  private boolean keepsToItsRow(Access access, int batch) {
    Buffer stretch = access.buffer().stretch();
    Size all = stretch.count();
    if (!isPerRow(all) || access.computed() || !isWhole(stretch)) {
      return false;
    }
    long each = loops.get(batch).coefficient();
    Size stride = access.strides().get(batch);
    Long first = start(access);
    if (first == null || !stride.isKnown() || stride.value() * each != all.coefficient()) {
      return false;
    }
    long reach = first + stride.value() * (each - 1);
    for (int i = 0; i < loops.size(); i++) {
      if (i != batch) {
        if (!access.strides().get(i).isKnown()) {
          return false;
        }
        reach += access.strides().get(i).value() * (loops.get(i).value() - 1);
      }
    }
    return first >= 0 && reach < all.coefficient();
  }

  /** Whether it is one of those that the whole buffer is divided into. */
  private static boolean isWhole(Buffer stretch) {
    return stretch.starts().stream().allMatch(s -> s.isDivisibleBy(stretch.count()));
  }

  /** The element of the stretch where all loops stand at 0; null where sizes decide it. */
  private static @Nullable Long start(Access access) {
    Sum start = access.offset();
    if (access.buffer().stretch() != access.buffer()) {
      for (Size part : access.buffer().starts()) {
        start = start.plus(Sum.of(part));
      }
    }
    return start.known();
  }

  /** Whether all rows see the same. */
  private boolean isShared(Access access, int batch) {
    return access.buffer().base().count().isKnown()
        && access.offset().known() != null
        && access.strides().stream().allMatch(Size::isKnown)
        && Affine.isStill(access.strides().get(batch));
  }
}
