package dev.tulle.compiler.reference;

import dev.tulle.compiler.ir.Arithmetic;
import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Sum;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Runs a graph in double, element by element, as the definitions of the operators read. */
public final class ReferenceInterpreter {
  private final Bindings bindings;
  private final Function<Op.Read, double[]> outside;
  private final int turn;
  private final Map<Node, Tensor> values = new HashMap<>();
  private final Map<Node, List<Tensor>> tuples = new HashMap<>();

  /**
   * @param outside what reads find
   * @param turn how many times this graph has been run before, as the step of a scan
   */
  private ReferenceInterpreter(Bindings bindings, Function<Op.Read, double[]> outside, int turn) {
    this.bindings = bindings;
    this.outside = outside;
    this.turn = turn;
  }

  /**
   * What {@code graph} writes, in the order of its writes.
   *
   * @throws IllegalArgumentException where a read or a size is not bound, or bound to a wrong
   *     number of elements
   */
  public static Results run(Graph graph, Bindings bindings) {
    var interpreter =
        new ReferenceInterpreter(bindings, r -> bindings.tensor(r.storage(), r.name()), 0);
    graph.nodes().forEach(interpreter::evaluate);
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
    Op op = node.op();
    if (op instanceof Op.Scan scan) {
      tuples.put(node, scan(scan, node.inputs().stream().map(this::value).toList()));
      return;
    } else if (op instanceof Op.ScanResult result) {
      values.put(node, tuples.getOrDefault(node.input(0), List.of()).get(result.index()));
      return;
    }
    List<Tensor> inputs = node.inputs().stream().map(this::value).toList();
    int[] sizes = sizes(node.shape());
    Tensor value;
    if (op instanceof Op.Read read) {
      value = new Tensor(sizes, outside.apply(read).clone());
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
      value = Movement.apply(op, inputs, sizes, this::size);
    }
    values.put(node, value);
  }

  private List<Tensor> scan(Op.Scan scan, List<Tensor> inputs) {
    int length = size(scan.length());
    List<Graph.Write> writes = scan.step().writes();
    var results = new ArrayList<Tensor>(inputs.subList(0, scan.carried()));
    for (Graph.Write write : writes.subList(scan.carried(), writes.size())) {
      int[] slice = sizes(write.value().shape());
      int[] sizes = new int[slice.length + 1];
      sizes[0] = length;
      System.arraycopy(slice, 0, sizes, 1, slice.length);
      results.add(new Tensor(sizes, new double[Tensor.count(sizes)]));
    }
    for (int i = 0; i < length; i++) {
      int position = scan.reverse() ? length - 1 - i : i;
      Function<Op.Read, double[]> reads =
          read -> {
            int input = scan.input(read);
            return switch (read.storage()) {
              case CARRIED -> results.get(input).elements();
              case ELEMENT -> inputs.get(input).slice(position);
              default -> inputs.get(input).elements();
            };
          };
      var step = new ReferenceInterpreter(bindings, reads, turn * length + position);
      scan.step().nodes().forEach(step::evaluate);
      for (int j = 0; j < writes.size(); j++) {
        Tensor value = step.value(writes.get(j).value());
        if (j < scan.carried()) {
          results.set(j, value);
        } else {
          results.get(j).setSlice(position, value);
        }
      }
    }
    return results;
  }

  private Tensor random(Op.Random random, int[] sizes) {
    var stream = new RandomStream(bindings.seed(), bindings.step(), random.stream());
    double[] elements = new double[Tensor.count(sizes)];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = stream.next(random.distribution(), turn * elements.length + i);
    }
    return new Tensor(sizes, elements);
  }

  private int[] sizes(Shape shape) {
    return shape.sizes().stream().mapToInt(this::size).toArray();
  }

  private int size(Size size) {
    return Math.toIntExact(Sum.of(size).value(bindings::size));
  }
}
