package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Size;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Writes a node as the value that one kernel computes for an element, down to what it loads. */
final class ValueBuilder {
  private record Key(Node node, IndexMap at) {}

  private final Cluster cluster;
  private final Clusters clusters;
  private final Set<Node> host;
  private final Buffers buffers;
  private final Map<Node, Integer> reductions;
  private final Map<Key, Value> known = new HashMap<>();
  private final Set<Node> loaded;

  /**
   * @param reductions the number of each reduction of the kernel
   * @param loaded members that an earlier pass of the kernel has stored
   */
  ValueBuilder(
      Cluster cluster,
      Clusters clusters,
      Set<Node> host,
      Buffers buffers,
      Map<Node, Integer> reductions,
      Set<Node> loaded) {
    this.cluster = cluster;
    this.clusters = clusters;
    this.host = host;
    this.buffers = buffers;
    this.reductions = reductions;
    this.loaded = loaded;
  }

  Value value(Node node, IndexMap at) {
    Key key = new Key(node, at);
    Value before = known.get(key);
    if (before == null) {
      before = build(node, at);
      known.put(key, before);
    }
    return before;
  }

  private Value build(Node node, IndexMap at) {
    Op op = node.op();
    if (op instanceof Op.Constant constant) {
      return new Value.Number(constant.value());
    }
    if (host.contains(node)) {
      return new Value.Host(node);
    }
    if (op instanceof Op.Iota iota && !isLoaded(node)) {
      return new Value.Position(at.axes().get(iota.axis()));
    }
    if (op instanceof Op.Random random && !isLoaded(node)) {
      return new Value.Random(random.distribution(), random.stream(), at.linear(node.shape()));
    }
    if (op instanceof Op.Read || isLoaded(node)) {
      return new Value.Load(buffers.source(node), at.linear(node.shape()));
    }
    if (op instanceof Op.Reduce) {
      Integer index = reductions.get(node);
      if (index == null) {
        throw new IllegalStateException(node + " " + op + " is not of this kernel");
      }
      return new Value.Reduced(index);
    }
    if (op instanceof Op.Contract) {
      return new Value.Accumulator();
    }
    if (op instanceof Op.Reshape) {
      Node array = node.input(0);
      while (array.op() instanceof Op.Reshape && !isLoaded(array)) {
        array = array.input(0);
      }
      if (array.op() instanceof Op.Read || isLoaded(array)) {
        return new Value.Load(buffers.source(array), at.linear(node.shape()));
      }
    }
    if (op instanceof Op.Gather gather) {
      return picked(gather, node, at);
    }
    if (Views.isView(op)) {
      Node input = node.input(0);
      return value(input, at.through(op, input.shape()));
    }
    if (op instanceof Op.Map map) {
      return new Value.Apply(
          map.function(), node.inputs().stream().map(i -> value(i, at)).toList());
    }
    throw new IllegalStateException(node + " " + op + " is in no memory");
  }

  /** The table's element, its axis of positions seen along a loop that is made up for it. */
  private Value picked(Op.Gather gather, Node node, IndexMap at) {
    Node table = node.input(0);
    Node positions = node.input(1);
    int picks = positions.shape().rank();
    int loops = at.loops();
    var axes = new ArrayList<Affine>();
    at.axes().subList(0, gather.batch()).forEach(a -> axes.add(a.widened()));
    axes.add(Affine.counter(loops, loops + 1));
    at.axes().subList(picks, at.axes().size()).forEach(a -> axes.add(a.widened()));
    if (!(value(table, new IndexMap(axes, loops + 1)) instanceof Value.Load load)) {
      throw new IllegalStateException("the table of " + node + " is in no memory");
    }
    Value position = value(positions, new IndexMap(at.axes().subList(0, picks), loops));
    Size count = table.shape().size(gather.batch());
    return new Value.Load(
        load.buffer(),
        load.at().narrowed(),
        new Value.Spot(new Value.Within(position, count), load.at().strides().get(loops)));
  }

  private boolean isLoaded(Node node) {
    if (!buffers.isStored(node)) {
      return false;
    }
    return clusters.cluster(node) != cluster || loaded.contains(node);
  }
}
