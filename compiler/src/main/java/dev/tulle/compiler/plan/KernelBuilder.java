package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes the kernels of clusters. */
final class KernelBuilder {
  private static final int MOST_STORES = 8;

  private final Clusters clusters;
  private final Set<Node> host;
  private final Set<Node> stored;
  private final Hidden hidden;
  private final Buffers buffers;

  private final Turns turns;

  /** How the loop of a scan is made, given where everything around it lies. */
  interface Turns {
    Repeat of(Node scan, Buffers around);
  }

  KernelBuilder(
      Clusters clusters,
      Set<Node> host,
      Set<Node> stored,
      Hidden hidden,
      Buffers buffers,
      Turns turns) {
    this.hidden = hidden;
    this.turns = turns;
    this.clusters = clusters;
    this.host = host;
    this.stored = stored;
    this.buffers = buffers;
  }

  List<Step> build(Cluster cluster) {
    List<Step> steps = new ArrayList<>();
    for (Node member : cluster.members) {
      Node padded = buffers.padded(member);
      if (padded != null) {
        // What surrounds the member in what its kernel writes.
        steps.addAll(joining(cluster).around(padded));
      }
    }
    steps.addAll(own(cluster));
    cluster.members.stream().filter(stored::contains).forEach(m -> duplicates(m, steps));
    return steps;
  }

  private List<? extends Step> own(Cluster cluster) {
    return switch (cluster.kind()) {
      case ELEMENTWISE -> List.of(elementwise(cluster));
      case ROWS -> List.of(rows(cluster));
      case COLUMNS -> columns(cluster);
      case PRODUCT -> new ProductBuilder(buffers, hidden).build(cluster, values(cluster));
      case REGIONS -> joining(cluster).kernels(cluster.members.iterator().next());
      case SCAN -> scan(cluster);
    };
  }

  /** The first values of what is carried, then the loop. */
  private List<Step> scan(Cluster cluster) {
    Node node = cluster.members.iterator().next();
    var steps = new ArrayList<Step>();
    ValueBuilder values = values(cluster);
    for (int i = 0; i < ((Op.Scan) node.op()).carried(); i++) {
      Node first = node.input(i);
      IndexMap at = IndexMap.identity(first.shape().rank());
      Value value = values.value(first, at);
      var store = new Kernel.Store(buffers.layout(node).first(i), at.linear(first.shape()), value);
      steps.add(
          loop(
              new Nest(first.shape().sizes(), first.shape().rank(), 0, false),
              name(cluster) + "First",
              node.origin(),
              List.of(new Kernel.Stage(true, List.of(), List.of(store)))));
    }
    steps.add(turns.of(node, buffers));
    return steps;
  }

  /** A copy of a whole buffer. */
  static Kernel copy(Buffers.Copy copy) {
    Affine at = Affine.counter(0, 1);
    var store = new Kernel.Store(copy.to(), at, new Value.Load(copy.from(), at));
    return loop(
        new Nest(List.of(copy.to().count()), 1, 0, false),
        copy.to().name() + "Copy",
        null,
        List.of(new Kernel.Stage(true, List.of(), List.of(store))));
  }

  private Kernel elementwise(Cluster cluster) {
    IndexMap at = IndexMap.identity(cluster.space.rank());
    ValueBuilder values = values(cluster);
    var stores = new ArrayList<Kernel.Store>();
    for (Node member : cluster.members) {
      store(member, at, values, stores);
    }
    return loop(
        new Nest(cluster.space.sizes(), cluster.space.rank(), 0, false),
        name(cluster),
        origin(cluster),
        List.of(new Kernel.Stage(true, List.of(), stores)));
  }

  private Kernel rows(Cluster cluster) {
    List<Integer> kept = cluster.kept();
    var order = new ArrayList<>(kept);
    order.addAll(cluster.reduced());
    IndexMap inner = loopsOf(order, 0);
    IndexMap outer =
        IndexMap.following(IntStream.range(0, kept.size()).boxed().toList(), order.size());
    Passes passes = new Passes(cluster, stored, clusters, host);
    Map<Node, Integer> numbers = reductions(cluster);
    int last = cluster.members.stream().mapToInt(passes::pass).max().orElse(0);
    var stages = new ArrayList<Kernel.Stage>();
    for (int pass = 0; pass <= last; pass++) {
      Set<Node> loaded = new HashSet<>();
      var stores = new ArrayList<Kernel.Store>();
      var reductions = new ArrayList<Kernel.Reduction>();
      for (Node member : cluster.members) {
        if (stored.contains(member) && cluster.isInner(member) && passes.pass(member) < pass) {
          loaded.add(member);
        }
      }
      ValueBuilder values = new ValueBuilder(cluster, clusters, host, buffers, numbers, loaded);
      for (Node member : cluster.members) {
        if (member.op() instanceof Op.Reduce reduce && passes.pass(member) == pass + 1) {
          Value of = values.value(member.input(0), inner);
          int index = numbers.getOrDefault(member, -1);
          reductions.add(new Kernel.Reduction(index, reduce.reduction(), of));
        } else if (cluster.isInner(member) && passes.pass(member) == pass) {
          store(member, inner, values, stores);
        }
      }
      if (!stores.isEmpty() || !reductions.isEmpty()) {
        stages.add(new Kernel.Stage(true, reductions, stores));
      }
      var between = new ArrayList<Kernel.Store>();
      for (Node member : cluster.members) {
        int when = Math.max(passes.pass(member), 1) - 1;
        if (!cluster.isInner(member) && when == pass) {
          store(member, outer, values, between);
        }
      }
      if (!between.isEmpty()) {
        stages.add(new Kernel.Stage(false, List.of(), between));
      }
    }
    List<Size> loops = order.stream().map(cluster.space::size).toList();
    int row = hidden.rowOf(cluster, stored);
    return new Nest(loops, kept.size(), cluster.reduced().size(), false)
        .collapse(
            name(cluster),
            origin(cluster),
            Waiting.in(stages),
            row < 0 ? null : Affine.counter(kept.indexOf(row), order.size()));
  }

  private List<Kernel> columns(Cluster cluster) {
    int contiguous = Cluster.contiguousAxis(cluster.space);
    var order = new ArrayList<>(cluster.kept());
    order.remove((Integer) contiguous);
    int outer = order.size();
    order.addAll(cluster.reduced());
    order.add(contiguous);
    List<Size> loops = order.stream().map(cluster.space::size).toList();
    List<Size> reduced = loops.subList(outer, loops.size() - 1);
    ColumnParts parts =
        ColumnParts.areWorthIt(reduced, cluster.keptShape())
            ? new ColumnParts(name(cluster), origin(cluster), cluster.keptShape())
            : null;
    // The parts are counted by one loop more, the outermost.
    int first = parts == null ? 0 : 1;
    IndexMap inner = loopsOf(order, first);
    var keptLoops = cluster.kept().stream().map(axis -> order.indexOf(axis) + first).toList();
    IndexMap result = IndexMap.following(keptLoops, order.size() + first);
    Map<Node, Integer> numbers = reductions(cluster);
    ValueBuilder values = new ValueBuilder(cluster, clusters, host, buffers, numbers, Set.of());
    var reductions = new ArrayList<Kernel.Reduction>();
    var stores = new ArrayList<Kernel.Store>();
    for (Node member : cluster.members) {
      if (member.op() instanceof Op.Reduce reduce) {
        Value of = values.value(member.input(0), inner);
        reductions.add(
            new Kernel.Reduction(numbers.getOrDefault(member, -1), reduce.reduction(), of));
      }
      store(member, result, values, stores);
    }
    if (parts != null) {
      return parts.kernels(loops, outer, reductions, result, stores);
    }
    return List.of(
        loop(
            new Nest(loops, outer, cluster.reduced().size(), true),
            name(cluster),
            origin(cluster),
            List.of(
                new Kernel.Stage(true, reductions, List.of()),
                new Kernel.Stage(false, List.of(), stores))));
  }

  private JoiningBuilder joining(Cluster cluster) {
    return new JoiningBuilder(buffers, name(cluster), values(cluster));
  }

  private ValueBuilder values(Cluster cluster) {
    return new ValueBuilder(cluster, clusters, host, buffers, Map.of(), Set.of());
  }

  private void store(Node node, IndexMap at, ValueBuilder values, List<Kernel.Store> stores) {
    if (stored.contains(node)) {
      stores.add(buffers.store(node, at, values.value(node, at)));
    }
  }

  /** Writes what goes to several places a few places at a time. */
  private void duplicates(Node node, List<Step> kernels) {
    List<Buffer> targets = buffers.duplicates(node);
    Affine at = Affine.counter(0, 1);
    Value value = new Value.Load(buffers.target(node), at);
    for (int i = 0; i < targets.size(); i += MOST_STORES) {
      List<Kernel.Store> stores =
          targets.subList(i, Math.min(targets.size(), i + MOST_STORES)).stream()
              .map(t -> new Kernel.Store(t, at, value))
              .toList();
      kernels.add(
          loop(
              new Nest(List.of(node.shape().count()), 1, 0, false),
              node.hint() + "Copy",
              node.origin(),
              List.of(new Kernel.Stage(true, List.of(), stores))));
    }
  }

  private static Map<Node, Integer> reductions(Cluster cluster) {
    Map<Node, Integer> numbers = new HashMap<>();
    for (Node member : cluster.members) {
      if (member.op() instanceof Op.Reduce) {
        numbers.put(member, numbers.size());
      }
    }
    return numbers;
  }

  /** Axis {@code order.get(i)} follows loop {@code i + first}. */
  private static IndexMap loopsOf(List<Integer> order, int first) {
    return IndexMap.following(
        IntStream.range(0, order.size()).map(i -> order.indexOf(i) + first).boxed().toList(),
        order.size() + first);
  }

  private static Kernel loop(
      Nest nest, String name, @Nullable Span origin, List<Kernel.Stage> stages) {
    return nest.collapse(name, origin, stages);
  }

  /** The member that the kernel is called after: a product, or what is stored last. */
  private static Node subject(Cluster cluster, Set<Node> stored) {
    Node subject = cluster.members.iterator().next();
    if (cluster.kind() != Cluster.Kind.PRODUCT) {
      for (Node member : cluster.members) {
        if (stored.contains(member)) {
          subject = member;
        }
      }
    }
    return subject;
  }

  private String name(Cluster cluster) {
    return Hints.of(subject(cluster, stored), "kernel");
  }

  private @Nullable Span origin(Cluster cluster) {
    return subject(cluster, stored).origin();
  }
}
