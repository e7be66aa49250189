package dev.tulle.compiler.shape;

import static dev.tulle.compiler.shape.ShapeRules.arity;
import static dev.tulle.compiler.shape.ShapeRules.require;

import dev.tulle.compiler.ir.ElementType;
import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Storage;
import java.util.ArrayList;
import java.util.List;

/** The shape rules of loops over an axis and of what they bring forth. */
final class ScanRules {
  private ScanRules() {}

  static TensorType scan(Op.Scan scan, List<Node> inputs) {
    int first = scan.carried() + scan.sequences();
    require(
        scan.carried() >= 0 && scan.sequences() >= 0 && inputs.size() >= first,
        "scan N1: %s inputs for %s",
        inputs.size(),
        scan);
    for (int i = scan.carried(); i < first; i++) {
      Shape shape = inputs.get(i).shape();
      require(
          shape.rank() > 0 && shape.size(0).equals(scan.length()),
          "scan N2: the sequence %s is %s, which has no %s steps",
          inputs.get(i),
          shape,
          scan.length());
    }
    for (Node node : scan.step().nodes()) {
      if (node.op() instanceof Op.Read read) {
        read(scan, read, inputs);
      }
    }
    writes(scan, inputs);
    return new TensorType(Shape.SCALAR, ElementType.TUPLE);
  }

  private static void read(Op.Scan scan, Op.Read read, List<Node> inputs) {
    require(
        read.storage() == Storage.CARRIED
            || read.storage() == Storage.ELEMENT
            || read.storage() == Storage.CAPTURED,
        "scan N3: a step reads %s",
        read);
    int index = scan.input(read);
    require(index < inputs.size(), "scan N3: a step reads %s, which nothing gives", read);
    Shape given = inputs.get(index).shape();
    Shape seen = read.storage() == Storage.ELEMENT ? slice(given) : given;
    require(
        seen.equals(read.shape()) && inputs.get(index).type() == read.type(),
        "scan N3: a step reads %s, but gets %s %s",
        read,
        inputs.get(index).type(),
        seen);
  }

  private static void writes(Op.Scan scan, List<Node> inputs) {
    List<Graph.Write> writes = scan.step().writes();
    require(
        writes.size() >= scan.carried(),
        "scan N4: a step of %s writes %s values",
        scan,
        writes.size());
    for (int i = 0; i < writes.size(); i++) {
      Graph.Write write = writes.get(i);
      boolean carried = i < scan.carried();
      Storage storage = carried ? Storage.CARRIED : Storage.STACKED;
      String name = Integer.toString(carried ? i : i - scan.carried());
      require(
          write.storage() == storage && write.name().equals(name),
          "scan N4: write %s of a step goes to %s %s",
          i,
          write.storage(),
          write.name());
      if (carried) {
        Node initial = inputs.get(i);
        require(
            initial.shape().equals(write.value().shape()) && initial.type() == write.value().type(),
            "scan N5: what is carried begins as %s %s and goes on as %s %s",
            initial.type(),
            initial.shape(),
            write.value().type(),
            write.value().shape());
      }
    }
  }

  private static Shape slice(Shape sequence) {
    return new Shape(sequence.sizes().subList(1, sequence.rank()));
  }

  static TensorType result(Op.ScanResult result, List<Node> inputs) {
    arity("scanresult", inputs, 1);
    if (!(inputs.get(0).op() instanceof Op.Scan scan)) {
      throw new IllegalStateException("scanresult N6: %s is no scan".formatted(inputs.get(0)));
    }
    require(
        result.index() >= 0 && result.index() < scan.results(),
        "scanresult N6: %s has no result %s",
        scan,
        result.index());
    Node value = scan.step().writes().get(result.index()).value();
    if (result.index() < scan.carried()) {
      return new TensorType(value.shape(), value.type());
    }
    List<Size> sizes = new ArrayList<>(List.of(scan.length()));
    sizes.addAll(value.shape().sizes());
    return new TensorType(new Shape(sizes), value.type());
  }
}
