package dev.tulle.compiler.ad;

import static dev.tulle.compiler.ad.GradientCheck.of;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.ad.GradientCheck.Input;
import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Op.Reduce.Reduction;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.reference.Bindings;
import dev.tulle.compiler.reference.ReferenceInterpreter;
import dev.tulle.compiler.shape.GraphBuilder;
import dev.tulle.compiler.shape.ScanBuilder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GradientRulesTest {
  /** Operators without inputs have nothing to differentiate by. */
  private static final Set<Class<?>> WITHOUT_INPUTS =
      Set.of(Op.Read.class, Op.Constant.class, Op.Extent.class, Op.Iota.class, Op.Random.class);

  private record Case(
      Class<? extends Op> op,
      String name,
      List<Input> inputs,
      BiFunction<GraphBuilder, List<Node>, Node> function) {
    @Override
    public String toString() {
      return op.getSimpleName() + " " + name;
    }
  }

  static Stream<Case> cases() {
    Input rows = new Input(Shape.of(Size.ROWS, Size.of(5)), -1, 1);
    return Stream.of(
        one(Op.Map.class, "", of(-1, 1, 7), (b, x) -> b.map(ScalarFunction.TANH, x)),
        one(
            Op.Broadcast.class,
            "of a scalar",
            of(-1, 1),
            (b, x) -> b.broadcast(x, Shape.of(Size.ROWS, Size.of(2)), List.of())),
        one(
            Op.Broadcast.class,
            "in the middle",
            of(-1, 1, 3, 5),
            (b, x) -> b.broadcast(x, Shape.of(3, 1, 2, 5), List.of(0, 3))),
        one(
            Op.Broadcast.class,
            "along the batch",
            of(-1, 1, 5),
            (b, x) -> b.broadcastTo(x, Shape.of(Size.ROWS, Size.of(5)))),
        one(Op.Reduce.class, "SUM of rows", rows, (b, x) -> b.sum(x, List.of(0))),
        one(Op.Reduce.class, "SUM of columns", rows, (b, x) -> b.sum(x, List.of(1))),
        one(Op.Reduce.class, "SUM of all", rows, (b, x) -> b.sum(x)),
        one(Op.Reduce.class, "mean", rows, (b, x) -> b.mean(x, List.of(0, 1))),
        one(Op.Reduce.class, "SUM of size 1", of(-1, 1, 2, 1, 3), (b, x) -> b.sum(x, List.of(1))),
        one(
            Op.Reduce.class,
            "MAXIMUM",
            of(-1, 1, 2, 7, 3),
            (b, x) -> b.reduce(Reduction.MAXIMUM, x, List.of(1))),
        one(
            Op.Reduce.class,
            "MAXIMUM of two axes",
            rows,
            (b, x) -> b.reduce(Reduction.MAXIMUM, x, List.of(0, 1))),
        one(
            Op.Reduce.class,
            "MINIMUM",
            of(-1, 1, 2, 7),
            (b, x) -> b.reduce(Reduction.MINIMUM, x, List.of(1))),
        two("matrix product", of(-1, 1, 3, 5), of(-1, 1, 5, 2), "ik,kj->ij"),
        two("transposed", of(-1, 1, 5, 3), of(-1, 1, 2, 5), "ki,jk->ji"),
        two("batched", of(-1, 1, 2, 3, 5), of(-1, 1, 2, 5, 1), "bik,bkj->bij"),
        two("batch of rows", rows, of(-1, 1, 5, 2), "ik,kj->ij"),
        two("sum over rows", rows, rows, "ki,kj->ij"),
        two("outer", of(-1, 1, 3), of(-1, 1, 2), "i,j->ij"),
        two("dot", of(-1, 1, 7), of(-1, 1, 7), "k,k->"),
        two("a label of one side", of(-1, 1, 3, 2), of(-1, 1, 3, 5), "ia,ik->k"),
        two("scalar", of(-1, 1), of(-1, 1, 3), ",i->i"),
        one(
            Op.Reshape.class,
            "",
            new Input(Shape.of(Size.ROWS, Size.of(2), Size.of(3)), -1, 1),
            (b, x) -> b.reshape(x, Shape.of(Size.ROWS, Size.of(6)))),
        one(Op.Transpose.class, "", of(-1, 1, 2, 3, 5), (b, x) -> b.transpose(x, List.of(2, 0, 1))),
        one(
            Op.Slice.class,
            "",
            new Input(Shape.of(Size.ROWS, Size.of(7)), -1, 1),
            (b, x) -> b.slice(x, Shape.of(0, 2).sizes(), Shape.of(Size.ROWS, Size.of(3)))),
        one(
            Op.Pad.class,
            "",
            new Input(Shape.of(Size.ROWS, Size.of(3)), -1, 1),
            (b, x) -> b.pad(x, Shape.of(0, 2).sizes(), Shape.of(Size.ROWS, Size.of(7)))),
        one(
            Op.Window.class,
            "in steps",
            new Input(Shape.of(Size.ROWS, Size.of(8), Size.of(2)), -1, 1),
            (b, x) -> b.window(x, 1, 1, List.of(2L, 1L), Shape.of(2, 3).sizes())),
        one(
            Op.Window.class,
            "with holes",
            of(-1, 1, 2, 9),
            (b, x) -> b.window(x, 1, 0, List.of(1L, 3L), Shape.of(3, 3).sizes())),
        one(
            Op.Fold.class,
            "",
            new Input(Shape.of(Size.ROWS, Size.of(3), Size.of(2), Size.of(2)), -1, 1),
            (b, x) -> b.fold(x, 1, 1, List.of(2L, 1L), Size.of(8))),
        one(
            Op.Gather.class,
            "of a table",
            of(-1, 1, 5, 3),
            (b, x) -> b.gather(x, positions(b, 7), 0)),
        one(
            Op.Gather.class,
            "one of each row",
            of(-1, 1, 5, 4, 3),
            (b, x) -> b.gather(x, positions(b, 5), 1)),
        one(
            Op.Scatter.class,
            "",
            of(-1, 1, 7, 3),
            (b, x) -> b.scatter(x, positions(b, 7), 0, Size.of(4))),
        new Case(
            Op.Scan.class,
            "what is carried last",
            List.of(of(-1, 1, 3), of(-1, 1, 4, 3)),
            (b, x) -> running(b, x).get(0)),
        new Case(
            Op.ScanResult.class,
            "of every step",
            List.of(of(-1, 1, 3), of(-1, 1, 4, 3)),
            (b, x) -> running(b, x).get(1)),
        new Case(
            Op.Concat.class,
            "",
            List.of(of(-1, 1, 2, 3), of(-1, 1, 2, 1), of(-1, 1, 2, 5)),
            (b, x) -> b.concat(x, 1)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithCentralDifferences(Case c) {
    GradientCheck.check(c.inputs(), c.function(), 1);
    // By itself a linear operator has no second derivative to check.
    GradientCheck.check(
        c.inputs(),
        (b, x) -> {
          Node y = c.function().apply(b, x);
          return b.map(ScalarFunction.MULTIPLY, y, b.map(ScalarFunction.TANH, y));
        },
        2);
  }

  @Test
  void everyOperatorHasACase() {
    Set<Class<?>> covered = new HashSet<>(WITHOUT_INPUTS);
    cases().forEach(c -> covered.add(c.op()));
    assertThat(covered)
        .containsExactlyInAnyOrderElementsOf(Arrays.asList(Op.class.getPermittedSubclasses()));
  }

  @Test
  void elementsThatTieForAMaximumShareItsGradient() {
    var b = new GraphBuilder();
    Node x = b.read(Storage.PARAMETER, "x", Shape.of(2, 3));
    Node loss = b.sum(b.reduce(Reduction.MAXIMUM, x, List.of(1)));
    Node gradient = ReverseMode.gradients(b, loss, List.of(x)).get(0);
    assertThat(gradient).isNotNull();
    Graph graph = b.build("test", List.of(new Graph.Write(Storage.GRADIENT, "x", gradient)));
    double[] found =
        ReferenceInterpreter.run(
                graph, new Bindings().put(Storage.PARAMETER, "x", 4, 1, 4, -2, -1, -2))
            .get(Storage.GRADIENT, "x");
    assertThat(found).containsExactly(0.5, 0, 0.5, 0, 1, 0);
  }

  @Test
  void aNodeUsedTwiceGetsBothShares() {
    GradientCheck.check(
        List.of(of(-1, 1, 3)),
        (b, x) ->
            b.map(ScalarFunction.ADD, x.get(0), b.map(ScalarFunction.MULTIPLY, x.get(0), x.get(0))),
        2);
  }

  @Test
  void noPathMeansNoGradient() {
    var b = new GraphBuilder();
    Node x = b.read(Storage.PARAMETER, "x", Shape.SCALAR);
    Node y = b.read(Storage.PARAMETER, "y", Shape.SCALAR);
    assertThat(ReverseMode.gradients(b, x, List.of(x, y)).get(1)).isNull();
    assertThat(ReverseMode.gradients(b, x, List.of(y)).get(0)).isNull();
  }

  @Test
  void aHeldNodeCountsAsConstant() {
    var b = new GraphBuilder();
    Node x = b.read(Storage.PARAMETER, "x", Shape.SCALAR);
    Node square = b.map(ScalarFunction.MULTIPLY, x, x);
    Node loss = b.map(ScalarFunction.MULTIPLY, x, square);
    Node gradient = ReverseMode.gradients(b, loss, List.of(x), Set.of(square)).get(0);
    assertThat(gradient).isNotNull();
    Graph graph = b.build("test", List.of(new Graph.Write(Storage.GRADIENT, "x", gradient)));
    assertThat(
            ReferenceInterpreter.run(graph, new Bindings().put(Storage.PARAMETER, "x", 3))
                .get(Storage.GRADIENT, "x"))
        .containsExactly(9);
  }

  /** {@code h = tanh(h * x)}, from the first input, over the second. */
  private static List<Node> running(GraphBuilder b, List<Node> x) {
    var scan = new ScanBuilder(b, x.get(1).shape().size(0), false);
    Node h = scan.carry(x.get(0));
    Node product = scan.step().map(ScalarFunction.MULTIPLY, h, scan.element(x.get(1)));
    Node next = scan.step().map(ScalarFunction.TANH, product);
    scan.next(next);
    scan.stack(next);
    return scan.offer().build();
  }

  /** Positions from -1 to 4, some of them twice. */
  private static Node positions(GraphBuilder b, long count) {
    Node i = b.iota(Shape.of(count), 0);
    Node turned =
        b.map(
            ScalarFunction.MODULO, b.map(ScalarFunction.MULTIPLY, i, b.constant(3)), b.constant(6));
    return b.map(ScalarFunction.SUBTRACT, turned, b.constant(1));
  }

  private static Case one(
      Class<? extends Op> op,
      String name,
      Input input,
      BiFunction<GraphBuilder, Node, Node> function) {
    return new Case(op, name, List.of(input), (b, x) -> function.apply(b, x.get(0)));
  }

  /** A contraction, in the notation {@code ik,kj->ij}. */
  private static Case two(String name, Input left, Input right, String labels) {
    String[] parts = labels.split(",|->", -1);
    return new Case(
        Op.Contract.class,
        name,
        List.of(left, right),
        (b, x) ->
            b.contract(
                x.get(0), x.get(1), letters(parts[0]), letters(parts[1]), letters(parts[2])));
  }

  private static List<Integer> letters(String text) {
    return text.chars().boxed().toList();
  }
}
