package dev.tulle.compiler.listing;

import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Symbol;
import dev.tulle.compiler.plan.Buffer;
import dev.tulle.compiler.plan.Kernel;
import dev.tulle.compiler.plan.Place;
import dev.tulle.compiler.plan.ProductShape;
import dev.tulle.compiler.plan.ProgramPlan;
import dev.tulle.compiler.plan.Value;
import dev.tulle.compiler.plan.Values;
import dev.tulle.compiler.plan.Winograd;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Counts what kernels do.
 *
 * @param rows of the batch; other lengths that vary are as long as can be
 * @param workspace where tensors lie
 * @param strip the rows that kernels run for at a time
 */
record Work(long rows, ProgramPlan.Workspace workspace, long strip) {
  Work(long rows, ProgramPlan.Workspace workspace) {
    this(rows, workspace, rows);
  }

  /** That of kernels that run for so many rows at a time. */
  Work inStrips(long most) {
    return new Work(rows, workspace, Math.min(most, rows));
  }

  /** How many strips all rows are. */
  long strips() {
    return (rows + strip - 1) / strip;
  }

  /** A size, in numbers. */
  long of(Size size) {
    long value = size.coefficient();
    for (Symbol symbol : size.symbols()) {
      value = Math.multiplyExact(value, symbol.equals(Symbol.ROWS) ? rows : symbol.bound());
    }
    return value;
  }

  /** The memory of a tensor. */
  long bytes(Buffer buffer) {
    return Float.BYTES * of(buffer.count());
  }

  /** The memory of the workspace that it takes: in a strip for the rows of one. */
  long bytes(Buffer buffer, Place place) {
    return place.region() == Place.Region.STRIP ? bytes(buffer) / rows * strip : bytes(buffer);
  }

  /** Where it begins in the workspace, in bytes. */
  long offset(Buffer buffer, Place place) {
    if (place.region() == Place.Region.STRIP) {
      return Float.BYTES * (workspace.stripAt(rows) + place.perRow() * strip);
    }
    boolean grows = buffer.count().symbols().contains(Symbol.ROWS);
    return Float.BYTES * (grows ? workspace.fixed() + place.perRow() * rows : place.fixed());
  }

  PlanListing.Kernel of(Kernel kernel, String method, boolean vector, long runs) {
    var read = new HashSet<Buffer>();
    Values.walk(
        kernel.roots(),
        value -> {
          if (value instanceof Value.Load load) {
            read.add(load.buffer());
          }
        });
    return new PlanListing.Kernel(
        method,
        kernel.origin() == null ? 0 : kernel.origin().line(),
        form(kernel),
        shape(kernel),
        vector,
        runs,
        runs * operations(kernel),
        runs * read.stream().mapToLong(this::bytes).sum(),
        runs * written(kernel));
  }

  /** What is stored; of a tensor of which a kernel writes a part, that part. */
  private long written(Kernel kernel) {
    var stored = new LinkedHashMap<Buffer, Long>();
    if (kernel instanceof Kernel.Loop loop) {
      for (Kernel.Stage stage : loop.stages()) {
        long each = Float.BYTES * positions(loop, stage);
        stage.stores().forEach(s -> stored.merge(s.buffer(), each, Long::sum));
      }
    } else {
      kernel.stores().forEach(s -> stored.put(s.buffer(), Long.MAX_VALUE));
    }
    return stored.entrySet().stream()
        .mapToLong(entry -> Math.min(entry.getValue(), bytes(entry.getKey())))
        .sum();
  }

  /** How often a stage computes its values. */
  private long positions(Kernel.Loop loop, Kernel.Stage stage) {
    if (stage.elementwise()) {
      return of(loop.elements());
    }
    return product(loop.outer()) * (loop.columns() ? product(loop.inner()) : 1);
  }

  private static PlanListing.Form form(Kernel kernel) {
    if (kernel instanceof Kernel.Panels) {
      return PlanListing.Form.PANELS;
    }
    if (kernel instanceof Kernel.Product product) {
      return product.shape().way() == ProductShape.Way.WINOGRAD
          ? PlanListing.Form.WINOGRAD
          : PlanListing.Form.PRODUCT;
    }
    var loop = (Kernel.Loop) kernel;
    boolean reduces = loop.stages().stream().anyMatch(stage -> !stage.reductions().isEmpty());
    if (!reduces) {
      return PlanListing.Form.ELEMENTS;
    }
    return loop.columns() ? PlanListing.Form.COLUMNS : PlanListing.Form.ROWS;
  }

  /** The loops, but not the one that counts parts: all of them together walk what is told here. */
  private String shape(Kernel kernel) {
    if (kernel instanceof Kernel.Loop loop) {
      return text(loop.loops().subList(loop.parts() > 1 ? 1 : 0, loop.loops().size()));
    }
    List<Size> sizes = new ArrayList<>();
    if (kernel instanceof Kernel.Panels panels) {
      panels.shape().outerDepth().forEach(axis -> sizes.add(axis.count()));
      sizes.add(panels.shape().depth());
      sizes.add(panels.shape().columns());
      return text(sizes);
    }
    ProductShape shape = ((Kernel.Product) kernel).shape();
    shape.batch().stream().skip(shape.parts() > 1 ? 1 : 0).forEach(axis -> sizes.add(axis.count()));
    sizes.add(shape.rows());
    sizes.add(shape.columns());
    shape.outerDepth().forEach(axis -> sizes.add(axis.count()));
    sizes.add(shape.depth());
    return text(sizes);
  }

  private String text(List<Size> sizes) {
    return sizes.stream().map(s -> Long.toString(of(s))).collect(Collectors.joining(" x "));
  }

  private long operations(Kernel kernel) {
    if (kernel instanceof Kernel.Loop loop) {
      return loop.stages().stream()
          .mapToLong(stage -> operations(stage) * positions(loop, stage))
          .sum();
    }
    if (kernel instanceof Kernel.Panels) {
      return 0;
    }
    var product = (Kernel.Product) kernel;
    ProductShape shape = product.shape();
    long results = of(shape.rows()) * of(shape.columns());
    for (ProductShape.Batch axis : shape.batch()) {
      results *= of(axis.count());
    }
    return sums(shape, results)
        + results * count(product.epilogue().stream().map(Kernel.Store::value));
  }

  /** What sums of products take; each part of a depth has results of its own, of its share. */
  private long sums(ProductShape shape, long results) {
    if (shape.known() instanceof ProductShape.Triangle triangle) {
      return 2 * results / of(shape.rows()) / of(shape.columns()) * each(shape, triangle);
    }
    if (shape.way() != ProductShape.Way.WINOGRAD) {
      return 2 * results / shape.parts() * of(shape.terms());
    }
    long tiles = product(Winograd.tiles(shape));
    return 2 * Winograd.POINTS * tiles * of(Winograd.channels(shape)) * of(shape.columns());
  }

  /** Terms of all sums of a matrix that a diagonal cuts; tiles take a few more. */
  private long each(ProductShape shape, ProductShape.Triangle triangle) {
    long rows = of(shape.rows());
    long columns = of(shape.columns());
    long depth = of(shape.depth());
    return switch (triangle) {
      case ENDS_AT_ROW -> columns * upTo(rows, depth);
      case BEGINS_AT_ROW -> columns * (rows * depth - upTo(rows - 1, depth));
      case UNSEEN -> depth * upTo(rows, columns);
    };
  }

  /** The sum of 1, 2 … for so many rows, none of which is more than {@code most}. */
  private static long upTo(long rows, long most) {
    long growing = Math.min(rows, most);
    return growing * (growing + 1) / 2 + (rows - growing) * most;
  }

  private long product(List<Size> sizes) {
    return sizes.stream().mapToLong(this::of).reduce(1, Math::multiplyExact);
  }

  private static long operations(Kernel.Stage stage) {
    return stage.reductions().size() + count(stage.roots());
  }

  private static long count(Stream<Value> roots) {
    long[] found = {0};
    Values.walk(
        roots,
        value -> found[0] += value instanceof Value.Apply || value instanceof Value.Random ? 1 : 0);
    return found[0];
  }
}
