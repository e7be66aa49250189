package dev.tulle.compiler.reference;

import dev.tulle.compiler.ir.Arithmetic;
import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Symbol;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs a graph in double, element by element, as the definitions of the operators read. */
public final class ReferenceInterpreter {
  private final Bindings bindings;
  private final Map<Node, Tensor> values = new HashMap<>();

  private ReferenceInterpreter(Bindings bindings) {
    this.bindings = bindings;
  }

  /**
   * What {@code graph} writes, in the order of its writes.
   *
   * @throws IllegalArgumentException where a read or a size is not bound, or bound to a wrong
   *     number of elements
   */
  public static Results run(Graph graph, Bindings bindings) {
    var interpreter = new ReferenceInterpreter(bindings);
    for (Node node : graph.nodes()) {
      interpreter.evaluate(node);
    }
    var written = new Results();
    for (Graph.Write write : graph.writes()) {
      written.put(
          new Place(write.storage(), write.name()), interpreter.value(write.value()).elements());
    }
    return written;
  }

  private Tensor value(Node node) {
    Tensor value = values.get(node);
    if (value == null) {
      throw new IllegalStateException(node + " is used before it is computed");
    }
    return value;
  }

  private void evaluate(Node node) {
    List<Tensor> inputs = node.inputs().stream().map(this::value).toList();
    Op op = node.op();
    int[] sizes = sizes(node.shape());
    Tensor value;
    if (op instanceof Op.Read read) {
      value = new Tensor(sizes, bindings.tensor(read.storage(), read.name()).clone());
    } else if (op instanceof Op.Constant constant) {
      value = Tensor.of(sizes, index -> constant.value());
    } else if (op instanceof Op.Extent extent) {
      value = Tensor.of(sizes, index -> size(extent.size()));
    } else if (op instanceof Op.Iota iota) {
      value = Tensor.of(sizes, index -> index[iota.axis()]);
    } else if (op instanceof Op.Random random) {
      value = random(random, sizes);
    } else if (op instanceof Op.Map map) {
      value =
          Tensor.of(
              sizes,
              index ->
                  Arithmetic.apply(
                      map.function(), inputs.stream().mapToDouble(x -> x.at(index)).toArray()));
    } else if (op instanceof Op.Reduce reduce) {
      value = Summation.reduce(reduce, inputs.get(0), sizes);
    } else if (op instanceof Op.Contract contract) {
      value = Summation.contract(contract, inputs.get(0), inputs.get(1), sizes);
    } else {
      value = Movement.apply(op, inputs, sizes);
    }
    values.put(node, value);
  }

  private Tensor random(Op.Random random, int[] sizes) {
    var stream = new RandomStream(bindings.seed(), bindings.step(), random.stream());
    double[] elements = new double[Tensor.count(sizes)];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = stream.next(random.distribution(), i);
    }
    return new Tensor(sizes, elements);
  }

  private int[] sizes(Shape shape) {
    return shape.sizes().stream().mapToInt(this::size).toArray();
  }

  private int size(Size size) {
    int value = Math.toIntExact(size.coefficient());
    for (Symbol symbol : size.symbols()) {
      value = Math.multiplyExact(value, bindings.size(symbol));
    }
    return value;
  }
}
