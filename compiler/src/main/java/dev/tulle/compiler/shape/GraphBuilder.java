package dev.tulle.compiler.shape;

import dev.tulle.compiler.ir.ElementType;
import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Part;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.source.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes nodes whose shapes and types are right, and graphs of them.
 *
 * <p>Every method throws {@link IllegalStateException} with the label of a rule of {@link
 * ShapeRules} that is broken.
 */
public class GraphBuilder {
  /** By id; null where a graph that is gone on with has none. */
  private final List<@Nullable Node> nodes = new ArrayList<>();

  private @Nullable Span origin;
  private String hint = "";
  private Part part = Part.KEPT;

  /** Starts with nothing. */
  public GraphBuilder() {}

  /** Goes on where {@code graph} ended: its nodes can be inputs of new ones. */
  public GraphBuilder(Graph graph) {
    for (Node node : graph.nodes()) {
      while (nodes.size() < node.id()) {
        nodes.add(null);
      }
      nodes.add(node);
    }
  }

  /**
   * Sets the place and the name that the nodes to come have.
   *
   * @param origin null where there is no text
   * @param hint may be empty
   */
  public GraphBuilder at(@Nullable Span origin, String hint) {
    this.origin = origin;
    this.hint = hint;
    return this;
  }

  /** As {@link #at(Span, String)} with the place, the name and the part of {@code node}. */
  public GraphBuilder like(Node node) {
    return at(node.origin(), node.hint()).in(node.part());
  }

  /** Sets the part that the nodes to come belong to. */
  public GraphBuilder in(Part next) {
    this.part = next;
    return this;
  }

  public @Nullable Span origin() {
    return origin;
  }

  public String hint() {
    return hint;
  }

  /** How many nodes there are: the number of the next one. */
  public int size() {
    return nodes.size();
  }

  /** Any operator. */
  public Node add(Op op, List<Node> inputs) {
    for (Node input : inputs) {
      if (!isOwn(input)) {
        throw new IllegalStateException(
            "input %s of %s is a node of another builder".formatted(input, op));
      }
    }
    TensorType type = ShapeRules.infer(op, inputs);
    Node node = new Node(nodes.size(), op, inputs, type.shape(), type.type(), origin, hint, part);
    nodes.add(node);
    return node;
  }

  private boolean isOwn(Node node) {
    return node.id() < nodes.size() && nodes.get(node.id()) == node;
  }

  /** A number, shape []. */
  public Node constant(double value) {
    return add(new Op.Constant(value), List.of());
  }

  /** A number repeated over {@code shape}. */
  public Node constant(double value, Shape shape) {
    return broadcast(constant(value), shape, List.of());
  }

  public Node read(Storage storage, String name, Shape shape, ElementType type) {
    return add(new Op.Read(storage, name, shape, type), List.of());
  }

  /** A tensor of numbers from outside. */
  public Node read(Storage storage, String name, Shape shape) {
    return read(storage, name, shape, ElementType.FLOAT);
  }

  /** A number that the host gives. */
  public Node host(String name) {
    return read(Storage.HOST, name, Shape.SCALAR);
  }

  /** A function of each element; inputs of rank 0 are repeated over the shape of the others. */
  public Node map(ScalarFunction function, Node... inputs) {
    Shape shape = Shape.SCALAR;
    for (Node input : inputs) {
      if (shape.rank() == 0) {
        shape = input.shape();
      }
    }
    var even = new ArrayList<Node>();
    for (Node input : inputs) {
      even.add(input.shape().rank() == 0 ? broadcast(input, shape, List.of()) : input);
    }
    return add(new Op.Map(function), even);
  }

  /** {@code input} repeated; itself where nothing is new. */
  public Node broadcast(Node input, Shape shape, List<Integer> axes) {
    if (axes.size() == shape.rank() && input.shape().equals(shape)) {
      return input;
    }
    return add(new Op.Broadcast(shape, axes), List.of(input));
  }

  /** {@code input} repeated along new leading axes: its axes are the last ones of {@code shape}. */
  public Node broadcastTo(Node input, Shape shape) {
    int first = shape.rank() - input.shape().rank();
    return broadcast(input, shape, IntStream.range(first, shape.rank()).boxed().toList());
  }

  /** {@code input} without {@code axes}; itself where there are none. */
  public Node reduce(Op.Reduce.Reduction reduction, Node input, Collection<Integer> axes) {
    if (axes.isEmpty()) {
      return input;
    }
    return add(new Op.Reduce(reduction, new HashSet<>(axes)), List.of(input));
  }

  /** The sum over {@code axes}. */
  public Node sum(Node input, Collection<Integer> axes) {
    return reduce(Op.Reduce.Reduction.SUM, input, axes);
  }

  /** The sum over all axes, shape []. */
  public Node sum(Node input) {
    return sum(input, IntStream.range(0, input.shape().rank()).boxed().toList());
  }

  /** The arithmetic mean over {@code axes}. */
  public Node mean(Node input, Collection<Integer> axes) {
    Size count = axes.stream().map(input.shape()::size).reduce(Size.ONE, Size::times);
    return map(ScalarFunction.DIVIDE, sum(input, axes), extent(count));
  }

  public Node contract(
      Node a, Node b, List<Integer> left, List<Integer> right, List<Integer> result) {
    return add(new Op.Contract(left, right, result), List.of(a, b));
  }

  /** {@code input} under another shape; itself where it is the same. */
  public Node reshape(Node input, Shape shape) {
    return input.shape().equals(shape) ? input : add(new Op.Reshape(shape), List.of(input));
  }

  /** Axes in another order; {@code input} itself where the order is the same. */
  public Node transpose(Node input, List<Integer> permutation) {
    if (permutation.equals(IntStream.range(0, input.shape().rank()).boxed().toList())) {
      return input;
    }
    return add(new Op.Transpose(permutation), List.of(input));
  }

  public Node slice(Node input, List<Size> starts, Shape shape) {
    return input.shape().equals(shape) ? input : add(new Op.Slice(starts, shape), List.of(input));
  }

  public Node pad(Node input, List<Size> before, Shape shape) {
    return input.shape().equals(shape) ? input : add(new Op.Pad(before, shape), List.of(input));
  }

  /** Tensors behind each other; the only one itself. */
  public Node concat(List<Node> inputs, int axis) {
    return inputs.size() == 1 ? inputs.get(0) : add(new Op.Concat(axis), inputs);
  }

  /** Several axes in place of one, along which it is seen in steps. */
  public Node window(Node input, int axis, long start, List<Long> strides, List<Size> sizes) {
    return add(new Op.Window(axis, start, strides, sizes), List.of(input));
  }

  /** Several axes added up into one of {@code size}. */
  public Node fold(Node input, int axis, long start, List<Long> strides, Size size) {
    return add(new Op.Fold(axis, start, strides, size), List.of(input));
  }

  /** Slices of {@code table} by their positions, behind {@code batch} axes that both share. */
  public Node gather(Node table, Node positions, int batch) {
    return add(new Op.Gather(batch), List.of(table, positions));
  }

  /** Slices added up by their positions along an axis of {@code size}. */
  public Node scatter(Node values, Node positions, int batch, Size size) {
    return add(new Op.Scatter(batch, size), List.of(values, positions));
  }

  /** All results of a scan, each by itself. */
  public List<Node> scan(Op.Scan scan, List<Node> inputs) {
    Node tuple = add(scan, inputs);
    return IntStream.range(0, scan.results()).mapToObj(i -> result(tuple, i)).toList();
  }

  /** One of the results of a scan. */
  public Node result(Node scan, int index) {
    return add(new Op.ScanResult(index), List.of(scan));
  }

  /** A size as a number, shape []. */
  public Node extent(Size size) {
    return size.isKnown() ? constant(size.value()) : add(new Op.Extent(size), List.of());
  }

  public Node iota(Shape shape, int axis) {
    return add(new Op.Iota(shape, axis), List.of());
  }

  public Node random(Op.Random.Distribution distribution, Shape shape, int stream) {
    return add(new Op.Random(distribution, shape, stream), List.of());
  }

  /** The graph of what {@code writes} need, and nothing else. */
  public Graph build(String name, List<Graph.Write> writes) {
    var needed = new BitSet(nodes.size());
    for (Graph.Write write : writes) {
      if (!isOwn(write.value())) {
        throw new IllegalStateException(write.value() + " is a node of another builder");
      }
      needed.set(write.value().id());
    }
    // Inputs have smaller ids: the last node that is needed comes first.
    for (int id = needed.length() - 1; id >= 0; id = needed.previousSetBit(id - 1)) {
      node(id).inputs().forEach(i -> needed.set(i.id()));
    }
    return new Graph(name, needed.stream().mapToObj(this::node).toList(), writes);
  }

  private Node node(int id) {
    Node node = nodes.get(id);
    if (node == null) {
      throw new IllegalStateException("no node has the number " + id);
    }
    return node;
  }

  /** {@code roots} and every node they are made of. */
  public static Set<Node> reached(Collection<Node> roots) {
    Set<Node> reached = new HashSet<>();
    var open = new ArrayDeque<>(roots);
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (reached.add(node)) {
        open.addAll(node.inputs());
      }
    }
    return reached;
  }
}
