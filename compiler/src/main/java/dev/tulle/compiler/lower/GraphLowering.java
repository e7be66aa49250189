package dev.tulle.compiler.lower;

import dev.tulle.compiler.ir.ElementType;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.sema.Dim;
import dev.tulle.compiler.sema.ScanLoop;
import dev.tulle.compiler.sema.TensorType;
import dev.tulle.compiler.sema.Typed;
import dev.tulle.compiler.sema.TypedWalk;
import dev.tulle.compiler.shape.GraphBuilder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes graph nodes of typed nodes, for one function of a program.
 *
 * <p>Before: shapes are solved, the batch is hidden. After: the batch is the first axis of every
 * node that depends on an input. Invariant: a typed node becomes the same graph node wherever it is
 * used.
 */
final class GraphLowering {
  private final GraphBuilder builder;
  private final boolean training;
  private final Map<Typed, Node> nodes = new IdentityHashMap<>();
  private final Map<String, Node> reads = new HashMap<>();
  private final Map<ScanLoop, List<Node>> loops = new IdentityHashMap<>();
  private final Set<Node> constants;
  private final AtomicInteger streams;

  /** Of the step of a loop: what stands around it. */
  private final @Nullable LoopLowering around;

  GraphLowering(boolean training) {
    this.builder = new GraphBuilder();
    this.training = training;
    this.constants = new HashSet<>();
    this.streams = new AtomicInteger();
    this.around = null;
  }

  /**
   * For the step of a loop.
   *
   * @param outer of the graph in which the loop stands
   */
  GraphLowering(GraphLowering outer, GraphBuilder step, LoopLowering around) {
    this.builder = step;
    this.training = outer.training;
    this.constants = outer.constants;
    this.streams = outer.streams;
    this.around = around;
  }

  /** Says what stands for a typed node. */
  void put(Typed typed, Node node) {
    nodes.put(typed, node);
  }

  /** The node of a typed node that something needed; null where nothing did. */
  @Nullable Node made(Typed typed) {
    return nodes.get(typed);
  }

  GraphBuilder builder() {
    return builder;
  }

  /** Nodes that gradients do not pass. */
  Set<Node> constants() {
    return constants;
  }

  static Shape shape(TensorType type) {
    var sizes = new ArrayList<Size>();
    if (type.batched()) {
      sizes.add(Size.ROWS);
    }
    type.axes().forEach(d -> sizes.add(Lengths.size(d)));
    return new Shape(sizes);
  }

  static ElementType element(TensorType type) {
    if (type.element() instanceof TensorType.Element.Below) {
      return ElementType.INDEX;
    }
    return type.element() instanceof TensorType.Element.Truth
        ? ElementType.BOOL
        : ElementType.FLOAT;
  }

  /** The node of a typed node; what it reads is made first, without recursion: nets are deep. */
  Node lower(Typed typed) {
    Deque<Typed> open = new ArrayDeque<>(List.of(typed));
    while (!open.isEmpty()) {
      Typed next = open.peek();
      List<Typed> missing =
          nodes.containsKey(next)
              ? List.of()
              : reads(next).stream().filter(t -> !nodes.containsKey(t)).toList();
      if (missing.isEmpty()) {
        open.pop();
        if (!nodes.containsKey(next)) {
          nodes.put(next, make(next));
        }
      } else {
        // The first one is to be made first: the numbers of random streams follow the text.
        for (int i = missing.size() - 1; i >= 0; i--) {
          open.push(missing.get(i));
        }
      }
    }
    Node node = nodes.get(typed);
    if (node == null) {
      throw new IllegalStateException("no node was made for " + typed);
    }
    return node;
  }

  /** What {@link #make} asks for. */
  private List<Typed> reads(Typed typed) {
    if (around != null && around.captures(typed)) {
      return List.of();
    }
    if (typed.form() instanceof Typed.Form.Scanned scanned) {
      return Stream.of(scanned.loop().first(), scanned.loop().sequences())
          .flatMap(List::stream)
          .toList();
    }
    if (typed.form() instanceof Typed.Form.ByMode mode) {
      return List.of(training ? mode.training() : mode.serving());
    }
    if (typed.form() instanceof Typed.Form.Reduce reduce) {
      List<Typed> factors = Products.factors(reduce);
      return factors == null ? List.of(reduce.of()) : factors;
    }
    return TypedWalk.operands(typed);
  }

  private GraphBuilder at(Typed typed) {
    return builder.at(typed.site(), typed.hint());
  }

  private Node make(Typed typed) {
    if (around != null && around.captures(typed)) {
      return around.capture(typed);
    }
    Typed.Form form = typed.form();
    TensorType type = typed.type();
    if (form instanceof Typed.Form.Leaf leaf) {
      return read(typed, leaf);
    } else if (form instanceof Typed.Form.Number number) {
      return number(typed, number.value());
    } else if (form instanceof Typed.Form.Length length) {
      return at(typed).extent(Lengths.size(length.dim()));
    } else if (form instanceof Typed.Form.BatchCount count) {
      return at(typed).extent(Size.ROWS.times(Lengths.size(count.factor())));
    } else if (form instanceof Typed.Form.Position) {
      return at(typed).iota(shape(type), 0);
    } else if (form instanceof Typed.Form.Elementwise elementwise) {
      return elementwise(typed, elementwise);
    } else if (form instanceof Typed.Form.Spread spread) {
      Node of = lower(spread.of());
      return at(typed).broadcast(of, shape(type), axes(spread.of().type(), spread.axes()));
    } else if (form instanceof Typed.Form.Permute permute) {
      Node of = lower(permute.of());
      return at(typed).transpose(of, axes(permute.of().type(), permute.axes()));
    } else if (form instanceof Typed.Form.Reduce reduce) {
      return reduce(typed, reduce);
    } else if (form instanceof Typed.Form.BatchSum sum) {
      Node of = lower(sum.of());
      int kept = sum.of().type().rank() == 0 ? 0 : 1;
      List<Integer> axes = IntStream.range(0, of.shape().rank() - kept).boxed().toList();
      return at(typed).sum(of, axes);
    } else if (form instanceof Typed.Form.NextRow next) {
      return nextRow(typed, lower(next.of()));
    } else if (form instanceof Typed.Form.Reshape reshape) {
      Node of = lower(reshape.of());
      return at(typed).reshape(of, shape(type));
    } else if (form instanceof Typed.Form.Slice slice) {
      return slice(typed, slice);
    } else if (form instanceof Typed.Form.Pad pad) {
      return pad(typed, pad);
    } else if (form instanceof Typed.Form.Window window) {
      Node of = lower(window.of());
      int axis = window.axis() + batchAxes(window.of().type());
      List<Size> sizes =
          type.axes().subList(window.axis(), window.axis() + window.strides().size()).stream()
              .map(Lengths::size)
              .toList();
      return at(typed).window(of, axis, window.start(), window.strides(), sizes);
    } else if (form instanceof Typed.Form.Gather gather) {
      boolean batched = gather.of().type().batched();
      Node of = lower(gather.of());
      Node positions = widened(gather.positions(), batched);
      return at(typed).gather(of, positions, gather.shared() + (batched ? 1 : 0));
    } else if (form instanceof Typed.Form.Concat concat) {
      List<Node> parts = concat.parts().stream().map(p -> widened(p, type.batched())).toList();
      return at(typed).concat(parts, concat.axis() + batchAxes(type));
    } else if (form instanceof Typed.Form.Sample sample) {
      Op.Random.Distribution distribution =
          sample.normal() ? Op.Random.Distribution.NORMAL : Op.Random.Distribution.UNIFORM;
      return at(typed)
          .add(new Op.Random(distribution, shape(type), streams.getAndIncrement()), List.of());
    } else if (form instanceof Typed.Form.Scanned scanned) {
      return scanned(typed, scanned);
    } else if (form instanceof Typed.Form.ByMode mode) {
      return widened(training ? mode.training() : mode.serving(), type.batched());
    } else if (form instanceof Typed.Form.Constant constant) {
      return constant(typed, lower(constant.of()));
    }
    throw new IllegalStateException("an unknown form: " + form);
  }

  private Node nextRow(Typed typed, Node of) {
    at(typed);
    Node row = builder.iota(new Shape(List.of(Size.ROWS)), 0);
    Node next = builder.map(ScalarFunction.ADD, row, builder.constant(1));
    Node inside = builder.map(ScalarFunction.LESS, next, builder.extent(Size.ROWS));
    Node position = builder.map(ScalarFunction.SELECT, inside, next, builder.constant(0));
    return builder.gather(of, position, 0);
  }

  /** A result of a loop, the batch in front again. */
  private Node scanned(Typed typed, Typed.Form.Scanned scanned) {
    Node stacked = results(scanned.loop()).get(scanned.loop().carried().size() + scanned.output());
    return typed.type().batched() ? LoopLowering.swapped(at(typed), stacked) : stacked;
  }

  /** The last of what the loop carries, then all outputs of its steps. */
  private List<Node> results(ScanLoop loop) {
    List<Node> results = loops.get(loop);
    if (results == null) {
      results = new LoopLowering(this, loop).results();
      loops.put(loop, results);
    }
    return results;
  }

  private Node number(Typed typed, double value) {
    if (typed.type().element() instanceof TensorType.Element.Truth) {
      // The graph has no constants of truth, so that a comparison stands for one.
      Node zero = at(typed).constant(0);
      return builder.map(ScalarFunction.LESS, zero, builder.constant(value));
    }
    return at(typed).constant(value);
  }

  private Node read(Typed typed, Typed.Form.Leaf leaf) {
    Storage storage =
        switch (leaf.place()) {
          case INPUT -> Storage.INPUT;
          case TARGET -> Storage.TARGET;
          case PARAMETER -> Storage.PARAMETER;
          case STATE -> Storage.STATE;
          case GRADIENT -> Storage.GRADIENT;
          case SLOT -> Storage.SLOT;
          case HOST -> Storage.HOST;
        };
    return reads.computeIfAbsent(
        storage + " " + leaf.name(),
        key -> at(typed).read(storage, leaf.name(), shape(typed.type()), element(typed.type())));
  }

  private Node elementwise(Typed typed, Typed.Form.Elementwise elementwise) {
    List<Node> arguments =
        elementwise.arguments().stream().map(a -> operand(a, typed.type())).toList();
    return at(typed).map(elementwise.function(), arguments.toArray(Node[]::new));
  }

  /** An argument with the axes of the result; a number that is the same for all rows stays one. */
  private Node operand(Typed argument, TensorType result) {
    Node node = lower(argument);
    TensorType type = argument.type();
    if (type.rank() == 0 && !type.batched()) {
      return node;
    }
    List<Integer> visible =
        IntStream.range(result.rank() - type.rank(), result.rank()).boxed().toList();
    var axes = new ArrayList<Integer>();
    if (type.batched()) {
      axes.add(0);
    }
    visible.forEach(a -> axes.add(a + batchAxes(result)));
    return at(argument).broadcast(node, shape(result), axes);
  }

  /** A value with the batch axis where others of its kind have it. */
  Node widened(Typed typed, boolean batched) {
    Node node = lower(typed);
    if (!batched || typed.type().batched()) {
      return node;
    }
    return at(typed).broadcastTo(node, shape(typed.type().withBatch(true)));
  }

  private static int batchAxes(TensorType type) {
    return type.batched() ? 1 : 0;
  }

  /** Visible axes as axes of the graph, the batch in front. */
  private static List<Integer> axes(TensorType type, List<Integer> visible) {
    if (!type.batched()) {
      return visible;
    }
    var axes = new ArrayList<Integer>(List.of(0));
    visible.forEach(a -> axes.add(a + 1));
    return axes;
  }

  private Node reduce(Typed typed, Typed.Form.Reduce reduce) {
    Typed of = reduce.of();
    Typed.Combination combination = reduce.combination();
    List<Integer> axes = reduce.axes().stream().map(a -> a + batchAxes(of.type())).toList();
    Node result = new Products(this).contract(typed, reduce);
    if (result == null) {
      Node operand = lower(of);
      Op.Reduce.Reduction reduction =
          switch (combination) {
            case SUM, MEAN -> Op.Reduce.Reduction.SUM;
            case MAXIMUM -> Op.Reduce.Reduction.MAXIMUM;
            case MINIMUM -> Op.Reduce.Reduction.MINIMUM;
          };
      result = at(typed).reduce(reduction, operand, axes);
    }
    if (combination != Typed.Combination.MEAN) {
      return result;
    }
    Size count =
        reduce.axes().stream()
            .map(of.type().axes()::get)
            .map(Lengths::size)
            .reduce(Size.ONE, Size::times);
    return at(typed).map(ScalarFunction.DIVIDE, result, builder.extent(count));
  }

  private Node slice(Typed typed, Typed.Form.Slice slice) {
    Node last = last(typed, slice);
    if (last != null) {
      return last;
    }
    Node of = lower(slice.of());
    int axis = slice.axis() + batchAxes(slice.of().type());
    return at(typed).slice(of, at(of, axis, Lengths.size(slice.start())), shape(typed.type()));
  }

  /** The value of the last step of what a loop carries is at hand: the rest need not be kept. */
  private @Nullable Node last(Typed typed, Typed.Form.Slice slice) {
    if (slice.axis() == 0
        && slice.of().form() instanceof Typed.Form.Scanned scanned
        && scanned.output() < scanned.loop().carried().size()
        && typed.type().axes().get(0).equals(Dim.of(1))) {
      ScanLoop loop = scanned.loop();
      Dim end = loop.reverse() ? Dim.of(0) : loop.length().plus(Dim.of(-1));
      if (slice.start().sameSize(end)) {
        Node state = results(loop).get(scanned.output());
        return at(typed).reshape(state, shape(typed.type()));
      }
    }
    return null;
  }

  private Node pad(Typed typed, Typed.Form.Pad pad) {
    Node of = lower(pad.of());
    int axis = pad.axis() + batchAxes(pad.of().type());
    return at(typed).pad(of, at(of, axis, Size.of(pad.before())), shape(typed.type()));
  }

  /** A position along one axis, and 0 along all others. */
  private static List<Size> at(Node of, int axis, Size position) {
    return IntStream.range(0, of.shape().rank())
        .mapToObj(a -> a == axis ? position : Size.of(0))
        .toList();
  }

  /** A node of its own, so that other uses of the value keep their gradients. */
  private Node constant(Typed typed, Node of) {
    Node held = at(typed).add(new Op.Reshape(of.shape()), List.of(of));
    constants.add(held);
    return held;
  }
}
