package dev.tulle.compiler.shape;

import static dev.tulle.compiler.shape.ShapeRules.arity;
import static dev.tulle.compiler.shape.ShapeRules.require;

import dev.tulle.compiler.ir.ElementType;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import java.util.ArrayList;
import java.util.List;

/** The shape rules of the operators that go by computed positions. */
final class PositionRules {
  private PositionRules() {}

  static TensorType gather(Op.Gather gather, List<Node> inputs) {
    arity("gather", inputs, 2);
    Shape table = inputs.get(0).shape();
    Shape positions = inputs.get(1).shape();
    int batch = gather.batch();
    batch("gather L1", batch, table, positions, inputs.get(1).type());
    require(table.rank() > batch, "gather L2: %s has no axis %s to pick from", table, batch);
    var sizes = new ArrayList<>(positions.sizes());
    sizes.addAll(table.sizes().subList(batch + 1, table.rank()));
    return new TensorType(new Shape(sizes), inputs.get(0).type());
  }

  static TensorType scatter(Op.Scatter scatter, List<Node> inputs) {
    arity("scatter", inputs, 2);
    Shape values = inputs.get(0).shape();
    Shape positions = inputs.get(1).shape();
    int batch = scatter.batch();
    batch("scatter A1", batch, values, positions, inputs.get(1).type());
    require(
        values.rank() >= positions.rank()
            && values.sizes().subList(0, positions.rank()).equals(positions.sizes()),
        "scatter A2: %s does not begin with the positions' %s",
        values,
        positions);
    require(
        inputs.get(0).type() == ElementType.FLOAT,
        "scatter A3: %s cannot be added",
        inputs.get(0).type());
    List<Size> sizes = new ArrayList<>(positions.sizes().subList(0, batch));
    sizes.add(scatter.size());
    sizes.addAll(values.sizes().subList(positions.rank(), values.rank()));
    return new TensorType(new Shape(sizes), ElementType.FLOAT);
  }

  private static void batch(
      String rule, int batch, Shape tensor, Shape positions, ElementType type) {
    require(
        batch >= 0
            && tensor.rank() >= batch
            && positions.rank() >= batch
            && tensor.sizes().subList(0, batch).equals(positions.sizes().subList(0, batch)),
        "%s: %s and %s do not share %s leading axes",
        rule,
        tensor,
        positions,
        batch);
    require(type != ElementType.BOOL, "%s: a truth is no position", rule);
  }
}
