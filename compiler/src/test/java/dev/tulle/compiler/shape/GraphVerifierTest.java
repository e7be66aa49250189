package dev.tulle.compiler.shape;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.compiler.ir.ElementType;
import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Part;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Storage;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GraphVerifierTest {
  private static final Op READ =
      new Op.Read(Storage.PARAMETER, "x", Shape.of(3), ElementType.FLOAT);
  private static final Op NEGATE = new Op.Map(ScalarFunction.NEGATE);

  private final Node x = node(0, READ, List.of(), Shape.of(3));
  private final Node y = node(1, NEGATE, List.of(x), Shape.of(3));

  @Test
  void aGoodGraphPasses() {
    assertThatCode(() -> verify(List.of(x, y), write("y", y))).doesNotThrowAnyException();
  }

  @Test
  void idsAscend() {
    Node late = node(0, NEGATE, List.of(x), Shape.of(3));
    assertBroken("G1", List.of(x, late), write("y", late));
  }

  @Test
  void inputsComeFirst() {
    assertBroken("G2", List.of(y), write("y", y));
  }

  @Test
  void shapesFollowTheRules() {
    Node wrong = node(1, NEGATE, List.of(x), Shape.of(4));
    assertBroken("G3", List.of(x, wrong), write("y", wrong));
    Node zipped = node(2, new Op.Map(ScalarFunction.ADD), List.of(y), Shape.of(3));
    assertBroken("map M1", List.of(x, y, zipped), write("y", zipped));
  }

  @Test
  void aPlaceHasOneShape() {
    Op other = new Op.Read(Storage.PARAMETER, "x", Shape.of(4), ElementType.FLOAT);
    Node z = node(2, other, List.of(), Shape.of(4));
    assertBroken("G4", List.of(x, y, z), write("y", y), write("z", z));
  }

  @Test
  void nothingIsUseless() {
    assertBroken("G5", List.of(x, y), write("x", x));
  }

  @Test
  void whatIsWrittenIsInTheGraph() {
    assertBroken("G6", List.of(x), write("x", x), write("y", y));
  }

  @Test
  void aPlaceIsWrittenOnce() {
    assertBroken("G7", List.of(x, y), write("y", y), write("y", x));
  }

  @Test
  void inputsAreNotWritten() {
    assertBroken("G8", List.of(x), new Graph.Write(Storage.INPUT, "x", x));
    assertBroken("G8", List.of(x), new Graph.Write(Storage.HOST, "x", x));
  }

  @Test
  void aWriteKeepsTheShapeOfItsPlace() {
    Node sum = node(1, new Op.Reduce(Op.Reduce.Reduction.SUM, Set.of(0)), List.of(x), Shape.SCALAR);
    assertBroken("G9", List.of(x, sum), new Graph.Write(Storage.PARAMETER, "x", sum));
  }

  private static Node node(int id, Op op, List<Node> inputs, Shape shape) {
    return new Node(id, op, inputs, shape, ElementType.FLOAT, null, "", Part.KEPT);
  }

  private static Graph.Write write(String name, Node node) {
    return new Graph.Write(Storage.OUTPUT, name, node);
  }

  private static void verify(List<Node> nodes, Graph.Write... writes) {
    GraphVerifier.verify(new Graph("test", nodes, List.of(writes)), "a pass");
  }

  private static void assertBroken(String label, List<Node> nodes, Graph.Write... writes) {
    assertThatThrownBy(() -> verify(nodes, writes))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a pass of graph test")
        .hasMessageContaining(label + ":");
  }
}
