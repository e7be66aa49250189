package dev.tulle.compiler.opt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.Passes;
import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Op.Reduce.Reduction;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.reference.RandomGraphs;
import dev.tulle.compiler.reference.ReferenceInterpreter;
import dev.tulle.compiler.shape.GraphBuilder;
import java.util.List;
import java.util.function.BiFunction;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What the passes make of what people write: asserted by structure, not by time. */
class StructureTest {
  @Test
  void aTrainingStepOfTwoLayersIsFiveProducts() {
    Graph graph = Passes.run(Mlp.gradient());
    List<Node> products =
        graph.nodes().stream().filter(node -> node.op() instanceof Op.Contract).toList();
    // Two forward, two for the weights, one for the hidden layer; none for the input's gradient.
    assertThat(products).hasSize(5);
    assertThat(graph.nodes()).noneMatch(node -> node.shape().rank() > 2);
    // Maximum, sum, picked logit, batch mean; two gradients of biases.
    assertThat(graph.nodes().stream().filter(node -> node.op() instanceof Op.Reduce)).hasSize(6);
    assertThat(graph.nodes().stream().filter(node -> isMap(node, ScalarFunction.EXP))).hasSize(1);
  }

  @Test
  void aTrainingStepKeepsItsResults() {
    Graph before = Mlp.gradient();
    var bindings = RandomGraphs.bindings(before, 3, 1);
    var wanted = ReferenceInterpreter.run(before, bindings);
    var found = ReferenceInterpreter.run(Passes.run(before), bindings);
    for (Graph.Write write : before.writes()) {
      assertThat(found.get(write.storage(), write.name()))
          .containsExactly(wanted.get(write.storage(), write.name()), Offset.offset(1e-9));
    }
  }

  @Test
  void theMaskOfReluComesFromItsResult() {
    Graph graph = Passes.run(Mlp.gradient());
    Node mask =
        graph.nodes().stream().filter(node -> isMap(node, ScalarFunction.LESS)).findFirst().get();
    assertThat(mask.inputs()).anyMatch(input -> isMap(input, ScalarFunction.MAXIMUM));
  }

  @Test
  void constantsFoldInDouble() {
    assertThat(simplified((b, x) -> b.map(ScalarFunction.SQRT, b.constant(2))).op())
        .isEqualTo(new Op.Constant(Math.sqrt(2)));
  }

  /** A dropout of rate 0 costs nothing. */
  @Test
  void whatNoDrawnNumberDecidesIsNotDrawn() {
    assertRead((b, x) -> chosen(b, ScalarFunction.LESS, drawn(b), b.constant(1), x));
    assertRead((b, x) -> chosen(b, ScalarFunction.LESS_EQUAL, b.constant(0), drawn(b), x));
    assertRead(
        (b, x) ->
            b.map(
                ScalarFunction.SELECT,
                b.map(ScalarFunction.LESS, drawn(b), b.constant(0)),
                b.constant(0),
                x));
    // It may be 0 itself.
    assertThat(
            simplified((b, x) -> chosen(b, ScalarFunction.LESS_EQUAL, drawn(b), b.constant(0), x)))
        .matches(node -> isMap(node, ScalarFunction.SELECT));
    assertThat(simplified((b, x) -> chosen(b, ScalarFunction.LESS, drawn(b), b.constant(0.9), x)))
        .matches(node -> isMap(node, ScalarFunction.SELECT));
  }

  private static Node drawn(GraphBuilder b) {
    return b.add(new Op.Random(Op.Random.Distribution.UNIFORM, Shape.of(3, 5), 0), List.of());
  }

  private static Node chosen(
      GraphBuilder b, ScalarFunction comparison, Node left, Node right, Node x) {
    return b.map(ScalarFunction.SELECT, b.map(comparison, left, right), x, b.constant(0));
  }

  @Test
  void neutralOperationsVanish() {
    assertRead((b, x) -> b.map(ScalarFunction.MULTIPLY, b.constant(1), x));
    assertRead((b, x) -> b.map(ScalarFunction.ADD, x, b.constant(0)));
    assertRead((b, x) -> b.map(ScalarFunction.SUBTRACT, x, b.constant(0)));
    assertRead((b, x) -> b.map(ScalarFunction.DIVIDE, x, b.constant(1)));
    assertRead((b, x) -> b.map(ScalarFunction.POWER, x, b.constant(1)));
    assertRead((b, x) -> b.map(ScalarFunction.NEGATE, b.map(ScalarFunction.NEGATE, x)));
    assertRead((b, x) -> b.map(ScalarFunction.LOG, b.map(ScalarFunction.EXP, x)));
    assertRead((b, x) -> b.transpose(b.transpose(x, List.of(1, 0)), List.of(1, 0)));
    assertRead((b, x) -> b.reshape(b.reshape(x, Shape.of(15)), Shape.of(3, 5)));
    assertRead(
        (b, x) ->
            b.slice(
                b.pad(x, Shape.of(1, 2).sizes(), Shape.of(9, 9)),
                Shape.of(1, 2).sizes(),
                x.shape()));
    assertRead(
        (b, x) ->
            b.slice(
                b.concat(List.of(b.map(ScalarFunction.EXP, x), x), 0),
                Shape.of(3, 0).sizes(),
                x.shape()));
    assertRead(
        (b, x) ->
            b.map(
                ScalarFunction.SELECT,
                b.map(ScalarFunction.LESS, b.constant(1), b.constant(2)),
                x,
                b.constant(0)));
    assertRead(
        (b, x) -> b.reduce(Reduction.MAXIMUM, b.broadcastTo(x, Shape.of(4, 3, 5)), List.of(0)));
  }

  @Test
  void whatIsNotFiniteStays() {
    assertThat(simplified((b, x) -> b.map(ScalarFunction.MULTIPLY, x, b.constant(0))).op())
        .isInstanceOf(Op.Map.class);
    assertThat(simplified((b, x) -> b.map(ScalarFunction.SUBTRACT, x, x)).op())
        .isInstanceOf(Op.Map.class);
  }

  @Test
  void smallPowersAreProducts() {
    Node cube = simplified((b, x) -> b.map(ScalarFunction.POWER, x, b.constant(3)));
    assertThat(isMap(cube, ScalarFunction.MULTIPLY)).isTrue();
    Node root = simplified((b, x) -> b.map(ScalarFunction.POWER, x, b.constant(0.5)));
    assertThat(isMap(root, ScalarFunction.SQRT)).isTrue();
  }

  @Test
  void onlyADivisionByAPowerOfTwoIsAProduct() {
    Node quarter = simplified((b, x) -> b.map(ScalarFunction.DIVIDE, x, b.constant(4)));
    assertThat(isMap(quarter, ScalarFunction.MULTIPLY)).isTrue();
    Node third = simplified((b, x) -> b.map(ScalarFunction.DIVIDE, x, b.constant(3)));
    assertThat(isMap(third, ScalarFunction.DIVIDE)).isTrue();
  }

  @Test
  void aScalarFactorLeavesASum() {
    Node sum = simplified((b, x) -> b.sum(b.map(ScalarFunction.MULTIPLY, x, b.host("lr"))));
    assertThat(isMap(sum, ScalarFunction.MULTIPLY)).isTrue();
    assertThat(sum.inputs()).anyMatch(input -> input.op() instanceof Op.Reduce);
  }

  @Test
  void aSumOverRepeatedRowsIsAProductWithTheirNumber() {
    Node sum =
        simplified(
            (b, x) ->
                b.sum(b.broadcastTo(x, Shape.of(Size.ROWS, Size.of(3), Size.of(5))), List.of(0)));
    assertThat(isMap(sum, ScalarFunction.MULTIPLY)).isTrue();
    assertThat(GraphBuilder.reached(List.of(sum)))
        .noneMatch(node -> node.op() instanceof Op.Reduce)
        .anyMatch(node -> node.op() instanceof Op.Extent);
  }

  @Test
  void transposesGoIntoTheLabelsOfAProduct() {
    Node product =
        simplified(
            (b, x) -> {
              Node w = b.read(Storage.PARAMETER, "w", Shape.of(7, 5));
              Node y =
                  b.contract(
                      x,
                      b.transpose(w, List.of(1, 0)),
                      List.of(0, 1),
                      List.of(1, 2),
                      List.of(0, 2));
              return b.transpose(y, List.of(1, 0));
            });
    // The transposed result is the product of the inputs the other way round.
    assertThat(product.op())
        .isEqualTo(new Op.Contract(List.of(0, 1), List.of(2, 1), List.of(0, 2)));
    assertThat(product.inputs()).allMatch(input -> input.op() instanceof Op.Read);
    assertThat(product.input(0).shape()).isEqualTo(Shape.of(7, 5));
  }

  @Test
  void whatIsNoMatrixProductIsASumOfAProduct() {
    Node product =
        simplified(
            (b, x) -> {
              Node w = b.read(Storage.PARAMETER, "w", Shape.of(5));
              return b.contract(x, w, List.of(0, 1), List.of(1), List.of(0));
            });
    assertThat(product.op()).isInstanceOf(Op.Reduce.class);
  }

  @Test
  void aProductIsNotComputedTwiceForItsTranspose() {
    var b = new GraphBuilder();
    Node x = b.read(Storage.PARAMETER, "x", Shape.of(3, 5));
    Node w = b.read(Storage.PARAMETER, "w", Shape.of(5, 7));
    Node y = b.contract(x, w, List.of(0, 1), List.of(1, 2), List.of(0, 2));
    Graph graph =
        b.build(
            "test",
            List.of(
                new Graph.Write(Storage.OUTPUT, "y", y),
                new Graph.Write(Storage.OUTPUT, "t", b.transpose(y, List.of(1, 0)))));
    assertThat(Passes.run(graph).nodes().stream().filter(n -> n.op() instanceof Op.Contract))
        .hasSize(1);
  }

  @Test
  void equalExpressionsAreOne() {
    Node sum =
        simplified(
            (b, x) ->
                b.map(
                    ScalarFunction.ADD,
                    b.map(ScalarFunction.MULTIPLY, x, b.map(ScalarFunction.EXP, x)),
                    b.map(ScalarFunction.MULTIPLY, b.map(ScalarFunction.EXP, x), x)));
    assertThat(sum.input(0)).isSameAs(sum.input(1));
  }

  private static void assertRead(BiFunction<GraphBuilder, Node, Node> function) {
    assertThat(simplified(function).op()).isInstanceOf(Op.Read.class);
  }

  /** What the passes make of a function of a tensor [3, 5]. */
  private static Node simplified(BiFunction<GraphBuilder, Node, Node> function) {
    var b = new GraphBuilder();
    Node value = function.apply(b, b.read(Storage.PARAMETER, "x", Shape.of(3, 5)));
    Graph graph = b.build("test", List.of(new Graph.Write(Storage.OUTPUT, "y", value)));
    return Passes.run(graph).writes().get(0).value();
  }

  private static boolean isMap(Node node, ScalarFunction function) {
    return node.op() instanceof Op.Map map && map.function() == function;
  }
}
