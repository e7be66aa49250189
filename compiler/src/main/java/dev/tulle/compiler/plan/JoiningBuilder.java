package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Size;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the kernels of what is put together of parts, one after the other: pads, concatenations,
 * folds and scatters.
 */
final class JoiningBuilder {
  private final Buffers buffers;
  private final String name;
  private final ValueBuilder values;

  JoiningBuilder(Buffers buffers, String name, ValueBuilder values) {
    this.buffers = buffers;
    this.name = name;
    this.values = values;
  }

  List<Kernel> kernels(Node node) {
    var kernels = new ArrayList<Kernel>();
    if (!Joined.starts(node).isEmpty()) {
      List<List<Size>> starts = Joined.starts(node);
      if (node.op() instanceof Op.Pad && !buffers.isPlaced(node.input(0))) {
        kernels.addAll(around(node));
      }
      for (int i = 0; i < starts.size(); i++) {
        if (!buffers.isPlaced(node.input(i))) {
          kernels.add(region(node, node.input(i), starts.get(i)));
        }
      }
    } else if (node.op() instanceof Op.Fold fold) {
      kernels.add(zero(node));
      kernels.addAll(new FoldBuilder(buffers, name).build(node, fold, values));
    } else if (node.op() instanceof Op.Scatter scatter) {
      kernels.add(zero(node));
      kernels.add(scatter(node, scatter));
    }
    return kernels;
  }

  /** Rows of the batch are apart; within one, slices are added in the order of their positions. */
  private Kernel scatter(Node node, Op.Scatter scatter) {
    Node input = node.input(0);
    Node positions = node.input(1);
    int batch = scatter.batch();
    int picks = positions.shape().rank();
    int loops = input.shape().rank();
    IndexMap from = IndexMap.identity(loops);
    var to = new ArrayList<>(from.axes().subList(0, batch));
    to.add(Affine.fixed(0, loops));
    to.addAll(from.axes().subList(picks, loops));
    Size stride =
        node.shape().sizes().subList(batch + 1, node.shape().rank()).stream()
            .reduce(Size.ONE, Size::times);
    Value position = values.value(positions, new IndexMap(from.axes().subList(0, picks), loops));
    var spot = new Value.Spot(new Value.Within(position, scatter.size()), stride);
    Affine at = new IndexMap(to, loops).linear(node.shape());
    Buffer target = buffers.target(node);
    Value sum =
        new Value.Apply(
            ScalarFunction.ADD,
            List.of(new Value.Load(target, at, spot), values.value(input, from)));
    return new Nest(input.shape().sizes(), batch, picks - batch, false)
        .collapse(
            name,
            node.origin(),
            List.of(
                new Kernel.Stage(
                    true, List.of(), List.of(new Kernel.Store(target, at, spot, sum)))));
  }

  /** Writes zeros around what is padded, or all over. */
  List<Kernel> around(Node pad) {
    List<Border.Stretch> border = Border.of(pad, buffers.target(pad));
    return border.isEmpty()
        ? List.of(zero(pad))
        : border.stream().map(stretch -> zeros(pad, stretch.loops(), stretch.stores())).toList();
  }

  /** Writes zeros all over the node. */
  private Kernel zero(Node node) {
    Buffer target = buffers.target(node);
    var zero = new Kernel.Store(target, Affine.counter(0, 1), new Value.Number(0));
    return zeros(node, List.of(target.count()), List.of(zero));
  }

  private Kernel zeros(Node node, List<Size> loops, List<Kernel.Store> stores) {
    return new Nest(loops, loops.size(), 0, false)
        .collapse(name + "Zero", node.origin(), List.of(new Kernel.Stage(true, List.of(), stores)));
  }

  private Kernel region(Node whole, Node part, List<Size> starts) {
    IndexMap at = IndexMap.identity(part.shape().rank());
    var shifted = new ArrayList<Affine>();
    for (int i = 0; i < starts.size(); i++) {
      shifted.add(at.axes().get(i).plus(starts.get(i)));
    }
    Affine position = new IndexMap(shifted, at.loops()).linear(whole.shape());
    Value value = values.value(part, at);
    return new Nest(part.shape().sizes(), part.shape().rank(), 0, false)
        .collapse(
            name,
            whole.origin(),
            List.of(
                new Kernel.Stage(
                    true,
                    List.of(),
                    List.of(new Kernel.Store(buffers.target(whole), position, value)))));
  }
}
