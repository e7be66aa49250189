package dev.tulle.compiler.summary;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Part;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Symbol;
import java.util.HashMap;
import java.util.Map;

/** Counts what graphs and nodes take for one row. */
public final class Costs {
  private Costs() {}

  /**
   * The products that all sums of products of a graph sum for one row, those that backward computes
   * again not counted again.
   */
  public static long multiplyAdds(Graph graph) {
    return graph.nodes().stream()
        .filter(node -> !node.part().equals(Part.AGAIN))
        .mapToLong(Costs::multiplyAdds)
        .sum();
  }

  /** The products that a sum of products sums; those of a loop in each of its steps. */
  static long multiplyAdds(Node node) {
    if (node.op() instanceof Op.Scan scan) {
      long step = multiplyAdds(scan.step());
      return Math.multiplyExact(size(scan.length()), step);
    }
    if (node.op() instanceof Op.Contract contract) {
      Map<Integer, Long> sizes = new HashMap<>();
      for (int i = 0; i < contract.left().size(); i++) {
        sizes.put(contract.left().get(i), size(node.input(0).shape().size(i)));
      }
      for (int i = 0; i < contract.right().size(); i++) {
        sizes.put(contract.right().get(i), size(node.input(1).shape().size(i)));
      }
      return sizes.values().stream().reduce(1L, Math::multiplyExact);
    }
    boolean sums =
        node.op() instanceof Op.Reduce reduce
            && reduce.reduction() == Op.Reduce.Reduction.SUM
            && node.input(0).op() instanceof Op.Map map
            && map.function() == ScalarFunction.MULTIPLY;
    return sums ? count(node.input(0).shape()) : 0;
  }

  /** The elements of one row. */
  static long count(Shape shape) {
    return size(shape.count());
  }

  /** Of one row, and of a length that varies the most. */
  static long size(Size size) {
    return size.symbols().stream()
        .filter(s -> !s.equals(Symbol.ROWS))
        .mapToLong(Symbol::bound)
        .reduce(size.coefficient(), Math::multiplyExact);
  }
}
