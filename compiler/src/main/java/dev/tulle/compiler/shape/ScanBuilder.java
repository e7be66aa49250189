package dev.tulle.compiler.shape;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Storage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Makes a scan: the nodes of its step, and what the step reads and writes.
 *
 * <p>Nodes of the step are made by {@link #step()}; all others are of the builder around.
 */
public final class ScanBuilder {
  private final GraphBuilder outer;
  private final GraphBuilder step = new GraphBuilder();
  private final Size length;
  private final boolean reverse;
  private final List<Node> first = new ArrayList<>();
  private final List<Node> carried = new ArrayList<>();
  private final Map<Node, Node> elements = new LinkedHashMap<>();
  private final Map<Node, Node> captured = new LinkedHashMap<>();
  private final List<Node> next = new ArrayList<>();
  private final List<Node> stacked = new ArrayList<>();

  /**
   * @param outer the graph that the scan is to stand in
   * @param length how many steps there are
   */
  public ScanBuilder(GraphBuilder outer, Size length, boolean reverse) {
    this.outer = outer;
    this.length = length;
    this.reverse = reverse;
  }

  /** The builder of the step's nodes. */
  public GraphBuilder step() {
    return step;
  }

  /** What a step finds of a carried tensor that is {@code value} before the first one. */
  public Node carry(Node value) {
    first.add(value);
    Node read = read(Storage.CARRIED, first.size() - 1, value, value.shape());
    carried.add(read);
    return read;
  }

  /** What a step finds of a sequence; the same node for the same sequence. */
  public Node element(Node sequence) {
    Node known = elements.get(sequence);
    if (known == null) {
      Shape shape = sequence.shape();
      Shape slice = new Shape(shape.sizes().subList(1, shape.rank()));
      known = read(Storage.ELEMENT, elements.size(), sequence, slice);
      elements.put(sequence, known);
    }
    return known;
  }

  /** A value from around the scan, as a step finds it; the same node for the same value. */
  public Node capture(Node value) {
    Node known = captured.get(value);
    if (known == null) {
      known = read(Storage.CAPTURED, captured.size(), value, value.shape());
      captured.put(value, known);
    }
    return known;
  }

  private Node read(Storage storage, int index, Node value, Shape shape) {
    return step.like(value)
        .add(new Op.Read(storage, Integer.toString(index), shape, value.type()), List.of());
  }

  /** What becomes of the next carried tensor, in the order of {@link #carry}. */
  public void next(Node value) {
    next.add(value);
  }

  /**
   * Keeps a value of each step.
   *
   * @return its position among the results of {@link #build}
   */
  public int stack(Node value) {
    int known = stacked.indexOf(value);
    if (known < 0) {
      known = stacked.size();
      stacked.add(value);
    }
    return first.size() + known;
  }

  /**
   * Keeps what a derivative may ask for: what each step finds, and every value that is dearer to
   * compute again than to read. What nobody asks for is taken out again ({@code opt.ScanPass}).
   */
  public ScanBuilder offer() {
    carried.forEach(this::stack);
    for (Node node :
        GraphBuilder.reached(Stream.of(next, stacked).flatMap(List::stream).toList()).stream()
            .sorted(Comparator.comparingInt(Node::id))
            .toList()) {
      if (node.op() instanceof Op.Scan scan) {
        for (int i = 0; i < scan.results(); i++) {
          stack(step.like(node).result(node, i));
        }
      } else if (isDear(node.op()) && !(node.op() instanceof Op.ScanResult)) {
        stack(node);
      }
    }
    return this;
  }

  /** Whether a value is kept for the derivative, not computed again. */
  public static boolean isDear(Op op) {
    return op instanceof Op.Contract
        || op instanceof Op.Reduce
        || op instanceof Op.Fold
        || op instanceof Op.Scatter
        || op instanceof Op.ScanResult;
  }

  /** The results: the last of what is carried, then what is stacked. */
  public List<Node> build() {
    return build(UnaryOperator.identity());
  }

  /**
   * As {@link #build()}.
   *
   * @param finish what is done with the step before it stands in the scan
   */
  public List<Node> build(UnaryOperator<Graph> finish) {
    var writes = new ArrayList<Graph.Write>();
    for (Node value : next) {
      writes.add(new Graph.Write(Storage.CARRIED, Integer.toString(writes.size()), value));
    }
    for (int i = 0; i < stacked.size(); i++) {
      writes.add(new Graph.Write(Storage.STACKED, Integer.toString(i), stacked.get(i)));
    }
    var inputs = new ArrayList<>(first);
    inputs.addAll(elements.keySet());
    inputs.addAll(captured.keySet());
    Graph graph = finish.apply(step.build("step", writes));
    return outer.scan(new Op.Scan(graph, length, first.size(), elements.size(), reverse), inputs);
  }
}
