package dev.tulle.compiler.opt;

import dev.tulle.compiler.ad.ReverseMode;
import dev.tulle.compiler.ir.ElementType;
import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op.Reduce.Reduction;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.shape.GraphBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A classifier of two dense layers as lowering writes it: sums of products, nothing contracted yet.
 */
final class Mlp {
  private final GraphBuilder b = new GraphBuilder();
  private final List<Node> parameters = new ArrayList<>();

  /** The batch mean of the cross entropy, and its gradients by all weights. */
  static Graph gradient() {
    return new Mlp().build();
  }

  private Graph build() {
    Node x = b.read(Storage.INPUT, "x", Shape.of(Size.ROWS, Size.of(64)));
    Node label = b.read(Storage.TARGET, "label", Shape.of(Size.ROWS), ElementType.INDEX);
    Node hidden = b.map(ScalarFunction.MAXIMUM, dense("d1", x, 64, 32), b.constant(0));
    Node logits = dense("d2", hidden, 32, 10);
    Shape shape = logits.shape();
    Node top = b.reduce(Reduction.MAXIMUM, logits, List.of(1));
    Node shifted = b.map(ScalarFunction.SUBTRACT, logits, b.broadcast(top, shape, List.of(0)));
    Node sum = b.sum(b.map(ScalarFunction.EXP, shifted), List.of(1));
    Node hit = b.map(ScalarFunction.EQUAL, b.broadcast(label, shape, List.of(0)), b.iota(shape, 1));
    Node picked = b.sum(b.map(ScalarFunction.SELECT, hit, shifted, b.constant(0)), List.of(1));
    Node loss =
        b.mean(b.map(ScalarFunction.SUBTRACT, b.map(ScalarFunction.LOG, sum), picked), List.of(0));
    var writes = new ArrayList<Graph.Write>();
    writes.add(new Graph.Write(Storage.LOSS, "fit", loss));
    List<Node> gradients =
        ReverseMode.gradients(b, loss, parameters, Set.of(top)).stream()
            .map(Objects::requireNonNull)
            .toList();
    for (int i = 0; i < gradients.size(); i++) {
      String name = i % 2 == 0 ? "w" + i / 2 : "b" + i / 2;
      writes.add(new Graph.Write(Storage.GRADIENT, name, gradients.get(i)));
    }
    return b.build("gradient", writes);
  }

  private Node dense(String hint, Node x, long inputs, long units) {
    b.at(null, hint);
    Node w = b.read(Storage.PARAMETER, hint + ".w", Shape.of(inputs, units));
    Node bias = b.read(Storage.PARAMETER, hint + ".b", Shape.of(units));
    parameters.add(w);
    parameters.add(bias);
    Shape all = Shape.of(Size.ROWS, Size.of(inputs), Size.of(units));
    Node product =
        b.map(
            ScalarFunction.MULTIPLY,
            b.broadcast(x, all, List.of(0, 1)),
            b.broadcast(w, all, List.of(1, 2)));
    Node sum = b.sum(product, List.of(1));
    return b.map(ScalarFunction.ADD, sum, b.broadcastTo(bias, sum.shape()));
  }
}
