package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Size;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the kernel of a contraction: labels become the batch axes, rows, columns and depth of a
 * matrix product.
 *
 * <p>Axes of one kind that do not lie evenly in memory are not made one: all but the last become
 * batch axes along which the other operand stands still.
 */
final class ProductBuilder {
  /** Fewer rows are a tile or two. */
  private static final int LEAST_HIDDEN = 32;

  private final Buffers buffers;
  private final Hidden hidden;

  ProductBuilder(Buffers buffers, Hidden hidden) {
    this.buffers = buffers;
    this.hidden = hidden;
  }

  /** Loops of the product: batch, rows and columns, each a run of result axes. */
  private record Group(Size size, int strides) {}

  /** The product, and where its depth is cut into parts, the sum of these. */
  List<Kernel> build(Cluster cluster, ValueBuilder values) {
    Node node = cluster.members.iterator().next();
    var contract = (Op.Contract) node.op();
    Map<Integer, Size> sizes = sizes(node, contract);
    Labels made = Labels.of(contract, sizes);
    Diagonal diagonal = diagonal(node, contract, made, sizes);
    Labels labels = diagonal == null ? made : made.withLastRow(diagonal.row());
    List<Integer> loops = labels.loops();
    boolean swapped = labels.swapped();
    Value.Load a = load(values, node.input(swapped ? 1 : 0), labels.a(), loops);
    Value.Load b = load(values, node.input(swapped ? 0 : 1), labels.b(), loops);

    IndexMap at =
        IndexMap.following(contract.result().stream().map(loops::indexOf).toList(), loops.size());
    List<Kernel.Store> results = new ArrayList<>();
    for (Node member : cluster.members) {
      if (buffers.isStored(member)) {
        results.add(buffers.store(member, at, values.value(member, at)));
      }
    }
    List<Size> all = loops.stream().map(l -> sizes.getOrDefault(l, Size.ONE)).toList();
    int batches = labels.batch().size();
    int rows = batches + labels.rows().size();
    int columns = rows + labels.columns().size();
    List<Group> depth = groups(columns, loops.size(), all, List.of(a.at(), b.at()), true);
    List<Size> kept = all.subList(0, columns);
    List<Size> deep = depth.stream().map(Group::size).toList();
    DepthParts parts =
        DepthParts.areWorthIt(kept, deep, b.at().strides().get(lastOf(kept)))
            ? parts(node, kept, batches, depth.get(depth.size() - 1), a.at(), b.at())
            : null;
    List<Kernel.Store> stores = results;
    if (parts != null) {
      // The parts are counted by one loop more, the innermost.
      a = new Value.Load(a.buffer(), a.at().widened());
      b = new Value.Load(b.buffer(), b.at().widened());
      stores = List.of(parts.store(loops.size()));
    }
    var accesses = new ArrayList<Affine>();
    Rewriter collector =
        new Rewriter(
            x -> {
              accesses.add(x);
              return x;
            });
    stores.forEach(collector::rewrite);
    accesses.add(a.at());
    accesses.add(b.at());

    List<Group> batch = new ArrayList<>(groups(0, batches, all, List.of(), false));
    // Rows that meet a diagonal are those of one matrix.
    List<Group> row = new ArrayList<>(groups(batches, rows, all, accesses, diagonal == null));
    List<Group> column = new ArrayList<>(groups(rows, columns, all, accesses, true));
    while (row.size() > 1) {
      batch.add(row.remove(0));
    }
    while (column.size() > 1) {
      batch.add(column.remove(0));
    }
    if (parts != null) {
      batch.add(0, new Group(Size.of(parts.count()), loops.size()));
    }
    Group m = row.get(0);
    Group n = column.get(0);
    Group k = depth.get(depth.size() - 1);
    Value.Load left = a;
    Value.Load right = b;
    DepthParts.Side side = parts == null ? DepthParts.Side.NONE : parts.side();
    ProductShape shape =
        new ProductShape(
                side.rows(m.size()),
                side.times(n.size()),
                side.count() == 1 ? k.size() : k.size().dividedBy(Size.of(side.count())),
                stride(a, m),
                side.times(stride(a, k)),
                side.times(stride(b, k)),
                stride(b, n),
                depth.subList(0, depth.size() - 1).stream()
                    .map(g -> new ProductShape.Depth(g.size(), stride(left, g), stride(right, g)))
                    .toList(),
                batch.stream()
                    .map(g -> new ProductShape.Batch(g.size(), stride(left, g), stride(right, g)))
                    .toList())
            .inParts(parts == null ? 1 : parts.count());
    shape = OverlapAdd.within(shape, node.input(swapped ? 1 : 0), a, buffers);
    if (diagonal != null && parts == null && shape.outerDepth().isEmpty()) {
      shape = shape.knowing(diagonal.triangle());
    }
    var order = new ArrayList<>(batch);
    order.add(m);
    order.add(n);
    Rewriter rewriter =
        new Rewriter(
            x ->
                new Affine(
                    x.offset(), order.stream().map(g -> x.strides().get(g.strides())).toList()));
    Kernel product =
        new Kernel.Product(
            Hints.of(node, "product"),
            node.origin(),
            shape,
            new Value.Load(a.buffer(), Affine.fixed(a.at().offset(), 0)),
            new Value.Load(b.buffer(), Affine.fixed(b.at().offset(), 0)),
            stores.stream().map(rewriter::rewrite).toList());
    return parts == null ? List.of(product) : List.of(product, parts.sum(results));
  }

  /**
   * Parts whose neighbours in the depth stand side by side where that is worth it: where columns
   * are one loop, and rows lie evenly in the left operand.
   *
   * @param first of the loops that are rows
   * @param position the innermost axis of the depth
   */
  private static DepthParts parts(
      Node node, List<Size> kept, int first, Group position, Affine a, Affine b) {
    int last = kept.size() - 1;
    if (last <= first || !b.strides().get(last).isOne()) {
      return new DepthParts(node, kept);
    }
    List<Group> rows = groups(first, last, kept, List.of(a), true);
    Group row = rows.get(rows.size() - 1);
    int begin = last;
    for (Size below = Size.ONE; begin > first && !below.equals(row.size()); begin--) {
      below = below.times(kept.get(begin - 1));
    }
    return new DepthParts(
        node,
        kept,
        begin,
        DepthParts.Side.of(
            row.size(),
            kept.get(last),
            position.size(),
            a.strides().get(row.strides()),
            a.strides().get(position.strides()),
            b.strides().get(position.strides())));
  }

  /** The last of the sizes that is not 1, or the last. */
  static int lastOf(List<Size> sizes) {
    int last = sizes.size() - 1;
    while (last > 0 && sizes.get(last).isOne()) {
      last--;
    }
    return last;
  }

  /**
   * What is hidden of one product of the batch.
   *
   * @param row the label whose positions are the rows of that product
   */
  private record Diagonal(ProductShape.Triangle triangle, Integer row) {}

  private @Nullable Diagonal diagonal(
      Node node, Op.Contract contract, Labels labels, Map<Integer, Size> sizes) {
    Integer column = only(labels.columns(), sizes);
    Integer depth = only(labels.depth(), sizes);
    Node a = node.input(labels.swapped() ? 1 : 0);
    List<Integer> result = contract.result();
    for (Integer row : labels.rows()) {
      Size size = sizes.getOrDefault(row, Size.ONE);
      if (size.isKnown() && size.value() < LEAST_HIDDEN) {
        continue;
      }
      int rowAxis = labels.a().indexOf(row);
      int depthAxis = depth == null ? -1 : labels.a().indexOf(depth);
      if (hidden.isZero(a, new Plane(rowAxis, depthAxis))) {
        return new Diagonal(ProductShape.Triangle.ENDS_AT_ROW, row);
      }
      if (hidden.isZero(a, new Plane(depthAxis, rowAxis))) {
        return new Diagonal(ProductShape.Triangle.BEGINS_AT_ROW, row);
      }
      int columnAxis = column == null ? -1 : result.indexOf(column);
      if (hidden.isUnseen(node, new Plane(result.indexOf(row), columnAxis))) {
        return new Diagonal(ProductShape.Triangle.UNSEEN, row);
      }
    }
    return null;
  }

  /** The only label of more than one position; null where there is none, or another. */
  private static @Nullable Integer only(List<Integer> labels, Map<Integer, Size> sizes) {
    List<Integer> several =
        labels.stream().filter(l -> !sizes.getOrDefault(l, Size.ONE).isOne()).toList();
    return several.size() == 1 ? several.get(0) : null;
  }

  private static Size stride(Value.Load operand, Group group) {
    return operand.at().strides().get(group.strides());
  }

  private static Value.Load load(
      ValueBuilder values, Node operand, List<Integer> labels, List<Integer> loops) {
    IndexMap at = IndexMap.following(labels.stream().map(loops::indexOf).toList(), loops.size());
    if (values.value(operand, at) instanceof Value.Load load && load.spot() == null) {
      return load;
    }
    throw new IllegalStateException("operand " + operand + " is in no memory");
  }

  private static Map<Integer, Size> sizes(Node node, Op.Contract contract) {
    Map<Integer, Size> sizes = new HashMap<>();
    for (int i = 0; i < contract.left().size(); i++) {
      sizes.put(contract.left().get(i), node.input(0).shape().size(i));
    }
    for (int i = 0; i < contract.right().size(); i++) {
      sizes.put(contract.right().get(i), node.input(1).shape().size(i));
    }
    return sizes;
  }

  /**
   * Neighbouring loops that every access walks through evenly become one; loops of one step vanish.
   */
  private static List<Group> groups(
      int first, int end, List<Size> sizes, List<Affine> accesses, boolean merge) {
    var groups = new ArrayList<Group>();
    for (int i = end - 1; i >= first; i--) {
      Group below = groups.isEmpty() ? null : groups.get(0);
      if (sizes.get(i).isOne() && (below != null || i > first)) {
        continue;
      }
      if (merge && below != null && isEven(i, below, accesses)) {
        groups.set(0, new Group(sizes.get(i).times(below.size()), below.strides()));
      } else {
        groups.add(0, new Group(sizes.get(i), i));
      }
    }
    return groups;
  }

  private static boolean isEven(int loop, Group below, List<Affine> accesses) {
    for (Affine access : accesses) {
      Size inner = access.strides().get(below.strides());
      Size even = Affine.isStill(inner) ? Affine.STILL : inner.times(below.size());
      if (!access.strides().get(loop).equals(even)) {
        return false;
      }
    }
    return true;
  }
}
