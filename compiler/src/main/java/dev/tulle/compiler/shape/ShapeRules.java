package dev.tulle.compiler.shape;

import dev.tulle.compiler.ir.ElementType;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * The shape and type of every operator's result, one labelled rule for each demand.
 *
 * <p>A broken rule is an error of ours: the checks of a user's text come before any graph exists.
 * The labels are those of {@code docs/ops.md}.
 */
public final class ShapeRules {
  private ShapeRules() {}

  /**
   * The type of {@code op} applied to {@code inputs}.
   *
   * @throws IllegalStateException with the label of the rule that is broken
   */
  public static TensorType infer(Op op, List<Node> inputs) {
    if (op instanceof Op.Read read) {
      arity("read", inputs, 0);
      return new TensorType(read.shape(), read.type());
    } else if (op instanceof Op.Constant) {
      arity("constant", inputs, 0);
      return new TensorType(Shape.SCALAR, ElementType.FLOAT);
    } else if (op instanceof Op.Extent) {
      arity("extent", inputs, 0);
      return new TensorType(Shape.SCALAR, ElementType.FLOAT);
    } else if (op instanceof Op.Iota iota) {
      arity("iota", inputs, 0);
      require(
          iota.axis() >= 0 && iota.axis() < iota.shape().rank(),
          "iota I1: axis %s is not an axis of %s",
          iota.axis(),
          iota.shape());
      return new TensorType(iota.shape(), ElementType.INDEX);
    } else if (op instanceof Op.Random random) {
      arity("random", inputs, 0);
      return new TensorType(random.shape(), ElementType.FLOAT);
    } else if (op instanceof Op.Map map) {
      return map(map.function(), inputs);
    } else if (op instanceof Op.Reduce reduce) {
      return reduce(reduce, inputs);
    } else if (op instanceof Op.Contract contract) {
      return contract(contract, inputs);
    } else if (op instanceof Op.Gather gather) {
      return PositionRules.gather(gather, inputs);
    } else if (op instanceof Op.Scatter scatter) {
      return PositionRules.scatter(scatter, inputs);
    } else if (op instanceof Op.Scan scan) {
      return ScanRules.scan(scan, inputs);
    } else if (op instanceof Op.ScanResult result) {
      return ScanRules.result(result, inputs);
    }
    return MovementRules.infer(op, inputs);
  }

  private static TensorType map(ScalarFunction function, List<Node> inputs) {
    require(
        inputs.size() == function.arity(),
        "map M1: %s takes %s inputs, got %s",
        function,
        function.arity(),
        inputs.size());
    Shape shape = inputs.get(0).shape();
    for (Node input : inputs) {
      require(
          input.shape().equals(shape),
          "map M2: %s of %s and %s, which differ",
          function,
          shape,
          input.shape());
    }
    return new TensorType(shape, elementType(function, inputs));
  }

  private static ElementType elementType(ScalarFunction function, List<Node> inputs) {
    switch (function) {
      case AND, OR, NOT -> {
        for (Node input : inputs) {
          require(input.type() == ElementType.BOOL, "map M3: %s of %s", function, input.type());
        }
        return ElementType.BOOL;
      }
      case SELECT -> {
        require(
            inputs.get(0).type() == ElementType.BOOL, "map M4: SELECT by %s", inputs.get(0).type());
        return common(inputs.get(1), inputs.get(2));
      }
      case MINIMUM, MAXIMUM -> {
        return common(inputs.get(0), inputs.get(1));
      }
      default -> {
        return function.isPredicate() ? ElementType.BOOL : ElementType.FLOAT;
      }
    }
  }

  private static ElementType common(Node a, Node b) {
    return a.type() == b.type() ? a.type() : ElementType.FLOAT;
  }

  private static TensorType reduce(Op.Reduce reduce, List<Node> inputs) {
    arity("reduce", inputs, 1);
    Node input = inputs.get(0);
    var sizes = new ArrayList<Size>();
    for (int axis = 0; axis < input.shape().rank(); axis++) {
      if (!reduce.axes().contains(axis)) {
        sizes.add(input.shape().size(axis));
      }
    }
    require(
        sizes.size() + reduce.axes().size() == input.shape().rank(),
        "reduce R1: axes %s are not all of %s",
        reduce.axes(),
        input.shape());
    boolean sum = reduce.reduction() == Op.Reduce.Reduction.SUM;
    return new TensorType(new Shape(sizes), sum ? ElementType.FLOAT : input.type());
  }

  private static TensorType contract(Op.Contract contract, List<Node> inputs) {
    arity("contraction", inputs, 2);
    Map<Integer, Size> sizes = new HashMap<>();
    labels(contract.left(), inputs.get(0).shape(), sizes);
    labels(contract.right(), inputs.get(1).shape(), sizes);
    require(
        new HashSet<>(contract.result()).size() == contract.result().size(),
        "contraction C2: a label of %s stands twice",
        contract.result());
    var shape = new ArrayList<Size>();
    for (int label : contract.result()) {
      Size size = sizes.get(label);
      if (size == null) {
        throw new IllegalStateException(
            "contraction C4: label %s of the result is in neither input".formatted(label));
      }
      shape.add(size);
    }
    return new TensorType(new Shape(shape), ElementType.FLOAT);
  }

  private static void labels(List<Integer> labels, Shape shape, Map<Integer, Size> sizes) {
    require(labels.size() == shape.rank(), "contraction C1: labels %s for axes %s", labels, shape);
    require(
        new HashSet<>(labels).size() == labels.size(),
        "contraction C2: a label of %s stands twice",
        labels);
    for (int axis = 0; axis < labels.size(); axis++) {
      Size size = shape.size(axis);
      Size other = sizes.putIfAbsent(labels.get(axis), size);
      require(
          other == null || other.equals(size),
          "contraction C3: label %s is both %s and %s",
          labels.get(axis),
          other == null ? size : other,
          size);
    }
  }

  static void arity(String rule, List<Node> inputs, int wanted) {
    require(inputs.size() == wanted, "%s: takes %s inputs, got %s", rule, wanted, inputs.size());
  }

  static void require(boolean holds, String message, Object... arguments) {
    if (!holds) {
      throw new IllegalStateException(message.formatted(arguments));
    }
  }
}
