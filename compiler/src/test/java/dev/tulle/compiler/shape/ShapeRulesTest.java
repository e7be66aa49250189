package dev.tulle.compiler.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.compiler.ir.ElementType;
import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShapeRulesTest {
  private record Broken(String label, Function<GraphBuilder, Node> mistake) {
    @Override
    public String toString() {
      return label;
    }
  }

  static Stream<Broken> mistakes() {
    return Stream.of(
        new Broken("iota I1", b -> b.iota(Shape.of(3), 1)),
        new Broken("map M1", b -> b.map(ScalarFunction.ADD, x(b, 3))),
        new Broken("map M2", b -> b.map(ScalarFunction.ADD, x(b, 3), x(b, 5))),
        new Broken("map M3", b -> b.map(ScalarFunction.NOT, x(b, 3))),
        new Broken("map M4", b -> b.map(ScalarFunction.SELECT, x(b, 3), x(b, 3), x(b, 3))),
        new Broken("reduce R1", b -> b.sum(x(b, 3), List.of(1))),
        new Broken("contraction C1", b -> contract(b, List.of(0), List.of(1), List.of(0))),
        new Broken("contraction C2", b -> contract(b, List.of(0, 0), List.of(1, 2), List.of(1))),
        new Broken("contraction C2", b -> contract(b, List.of(0, 1), List.of(1, 2), List.of(0, 0))),
        new Broken("contraction C3", b -> contract(b, List.of(0, 1), List.of(0, 1), List.of(0))),
        new Broken("contraction C4", b -> contract(b, List.of(0, 1), List.of(1, 2), List.of(3))),
        new Broken("broadcast B1", b -> b.broadcast(x(b, 3), Shape.of(2, 3), List.of(0, 1))),
        new Broken("broadcast B2", b -> b.broadcast(x(b, 3), Shape.of(2, 3), List.of(2))),
        new Broken("broadcast B2", b -> b.broadcast(x(b, 3, 3), Shape.of(3, 3, 3), List.of(1, 0))),
        new Broken("broadcast B3", b -> b.broadcast(x(b, 3), Shape.of(2, 3), List.of(0))),
        new Broken("reshape H1", b -> b.reshape(x(b, 3, 5), Shape.of(16))),
        new Broken("transpose T1", b -> b.transpose(x(b, 3, 5), List.of(1, 1))),
        new Broken("transpose T1", b -> b.transpose(x(b, 3, 5), List.of(1))),
        new Broken("slice S1", b -> b.slice(x(b, 3), Shape.of(0, 0).sizes(), Shape.of(1, 1))),
        new Broken("slice S2", b -> b.slice(x(b, 3), Shape.of(2).sizes(), Shape.of(2))),
        new Broken("slice S2", b -> b.slice(rows(b), Shape.of(0).sizes(), Shape.of(2))),
        new Broken("pad P1", b -> b.pad(x(b, 3), List.of(), Shape.of(5))),
        new Broken("pad P2", b -> b.pad(x(b, 3), Shape.of(3).sizes(), Shape.of(5))),
        new Broken("concat K1", b -> b.concat(List.of(), 0)),
        new Broken("concat K2", b -> b.concat(List.of(x(b, 3), x(b, 5)), 1)),
        new Broken("concat K3", b -> b.concat(List.of(x(b, 3), b.iota(Shape.of(3), 0)), 0)),
        new Broken("concat K4", b -> b.concat(List.of(x(b, 3, 5), x(b, 5, 3)), 0)),
        new Broken("window W1", b -> b.window(x(b, 5), 1, 0, List.of(1L), Shape.of(1).sizes())),
        new Broken("window W2", b -> b.window(x(b, 5), 0, 0, List.of(0L), Shape.of(2).sizes())),
        new Broken(
            "window W3", b -> b.window(x(b, 5), 0, 0, List.of(2L, 1L), Shape.of(2, 4).sizes())),
        new Broken("fold F1", b -> b.fold(x(b, 5), 1, 0, List.of(1L), Size.of(5))),
        new Broken("fold F2", b -> b.fold(x(b, 5), 0, 0, List.of(0L), Size.of(5))),
        new Broken("fold F3", b -> b.fold(x(b, 5), 0, 1, List.of(2L), Size.of(9))),
        new Broken("gather L1", b -> b.gather(x(b, 3, 5), x(b, 2), 1)),
        new Broken("gather L2", b -> b.gather(x(b, 3), x(b, 3), 1)),
        new Broken("scatter A1", b -> b.scatter(x(b, 3, 5), x(b, 2), 1, Size.of(4))),
        new Broken("scatter A2", b -> b.scatter(x(b, 3, 5), x(b, 4), 0, Size.of(4))),
        new Broken("scatter A3", b -> b.scatter(b.iota(Shape.of(3), 0), x(b, 3), 0, Size.of(4))),
        new Broken("constant", b -> b.add(new Op.Constant(1), List.of(x(b, 3)))));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aBrokenRuleIsNamed(Broken broken) {
    var b = new GraphBuilder();
    assertThatThrownBy(() -> broken.mistake().apply(b))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(broken.label() + ":");
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aRuleIsOnThePageOfOperators(Broken broken) throws IOException {
    String page = Files.readString(Path.of("..", "docs", "ops.md"));
    String[] words = broken.label().split(" ");
    // A rule without a number is the number of inputs, which the page gives by the operator's name.
    String label = words.length == 2 ? words[1] + ":" : "`" + words[0] + "`";
    assertThat(page).contains(label);
  }

  @Test
  void theBatchIsASizeLikeAnyOther() {
    var b = new GraphBuilder();
    Node x = b.read(Storage.INPUT, "x", Shape.of(Size.ROWS, Size.of(28), Size.of(28)));
    Node flat = b.reshape(x, Shape.of(Size.ROWS, Size.of(784)));
    Node all = b.reshape(x, Shape.of(Size.ROWS.times(Size.of(784))));
    assertThat(b.sum(flat, List.of(1)).shape()).isEqualTo(Shape.of(Size.ROWS));
    assertThat(all.shape().rank()).isEqualTo(1);
  }

  @Test
  void truthsAndIndicesKeepTheirTypes() {
    var b = new GraphBuilder();
    Node index = b.iota(Shape.of(3), 0);
    Node truth = b.map(ScalarFunction.EQUAL, index, b.constant(1));
    assertThat(truth.type()).isEqualTo(ElementType.BOOL);
    assertThat(b.map(ScalarFunction.SELECT, truth, index, index).type())
        .isEqualTo(ElementType.INDEX);
    assertThat(b.map(ScalarFunction.SELECT, truth, index, x(b, 3)).type())
        .isEqualTo(ElementType.FLOAT);
    assertThat(b.sum(truth).type()).isEqualTo(ElementType.FLOAT);
    assertThat(b.map(ScalarFunction.ADD, index, index).type()).isEqualTo(ElementType.FLOAT);
  }

  @Test
  void aGraphHoldsWhatItsWritesNeedAndNothingElse() {
    var b = new GraphBuilder();
    Node x = x(b, 3);
    b.map(ScalarFunction.EXP, x);
    Node y = b.map(ScalarFunction.NEGATE, x);
    Graph graph = b.build("test", List.of(new Graph.Write(Storage.OUTPUT, "y", y)));
    assertThat(graph.nodes()).containsExactly(x, y);
    var further = new GraphBuilder(graph);
    assertThat(further.map(ScalarFunction.EXP, y).id()).isGreaterThan(y.id());
  }

  @Test
  void nodesOfAnotherBuilderAreRefused() {
    Node stranger = x(new GraphBuilder(), 3);
    var b = new GraphBuilder();
    Node own = x(b, 3);
    assertThat(own.id()).isEqualTo(stranger.id());
    assertThatThrownBy(() -> b.map(ScalarFunction.EXP, stranger))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> b.build("t", List.of(new Graph.Write(Storage.OUTPUT, "y", stranger))))
        .isInstanceOf(IllegalStateException.class);
  }

  private static Node x(GraphBuilder b, long... sizes) {
    return b.read(Storage.PARAMETER, "x", Shape.of(sizes));
  }

  private static Node rows(GraphBuilder b) {
    return b.read(Storage.INPUT, "x", Shape.of(Size.ROWS));
  }

  private static Node contract(
      GraphBuilder b, List<Integer> left, List<Integer> right, List<Integer> result) {
    return b.contract(x(b, 2, 3), x(b, 3, 5), left, right, result);
  }
}
