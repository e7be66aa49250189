package dev.tulle.compiler.opt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.Passes;
import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.reference.RandomGraphs;
import dev.tulle.compiler.reference.ReferenceInterpreter;
import dev.tulle.compiler.shape.GraphBuilder;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Folds of contractions, and windows that are reshapes, against the graph as it was. */
class WindowRulesTest {
  private static final int CHANNELS = 3;
  private static final int UNITS = 2;

  /** Step, hole, window, places, start, what is left behind. */
  static Stream<Arguments> geometries() {
    return Stream.of(
        Arguments.of(1, 1, 3, 5, 0, 0),
        Arguments.of(1, 1, 5, 4, 2, 1),
        Arguments.of(2, 1, 3, 4, 0, 0),
        Arguments.of(2, 1, 2, 4, 1, 2),
        Arguments.of(1, 2, 3, 4, 0, 1),
        Arguments.of(3, 2, 2, 3, 0, 0),
        Arguments.of(1, 1, 1, 6, 0, 0),
        Arguments.of(2, 1, 1, 3, 1, 1),
        Arguments.of(1, 1, 4, 1, 0, 2),
        Arguments.of(4, 1, 2, 3, 0, 0));
  }

  /** The adjoint of a picture under a convolution, as reverse mode writes it. */
  private static Graph adjoint(
      int step, int hole, int window, int places, int start, int behind, boolean weightsFirst) {
    var b = new GraphBuilder();
    Shape outer = new Shape(List.of(Size.ROWS, Size.of(places), Size.of(places), Size.of(UNITS)));
    Node y = b.read(Storage.INPUT, "y", outer);
    Node w = b.read(Storage.PARAMETER, "w", Shape.of(window, window, CHANNELS, UNITS));
    List<Integer> ofY = List.of(0, 1, 2, 6);
    List<Integer> ofW = List.of(3, 4, 5, 6);
    List<Integer> result = List.of(0, 1, 3, 2, 4, 5);
    Node pairs =
        weightsFirst ? b.contract(w, y, ofW, ofY, result) : b.contract(y, w, ofY, ofW, result);
    long size = start + (long) step * (places - 1) + (long) hole * (window - 1) + 1 + behind;
    List<Long> strides = List.of((long) step, (long) hole);
    Node lines = b.fold(pairs, 3, start, strides, Size.of(size));
    Node picture = b.fold(lines, 1, start, strides, Size.of(size));
    return b.build("adjoint", List.of(new Graph.Write(Storage.OUTPUT, "x", picture)));
  }

  @ParameterizedTest
  @MethodSource("geometries")
  void aFoldOfAContractionIsAContractionOverWindows(
      int step, int hole, int window, int places, int start, int behind) {
    for (boolean weightsFirst : new boolean[] {false, true}) {
      Graph before = adjoint(step, hole, window, places, start, behind, weightsFirst);
      Graph after = Passes.run(before);
      assertSame(before, after);
      long picture = before.writes().get(0).value().shape().count().coefficient();
      assertThat(after.nodes())
          .as("the products of all pairs are kept nowhere")
          .filteredOn(n -> n.op() instanceof Op.Contract)
          .allMatch(n -> n.shape().count().coefficient() <= picture);
    }
  }

  @Test
  void windowsSideBySideAreAReshape() {
    var b = new GraphBuilder();
    Node x = b.read(Storage.INPUT, "x", new Shape(List.of(Size.ROWS, Size.of(7), Size.of(2))));
    Node seen = b.window(x, 1, 1, List.of(3L, 1L), Shape.of(2, 3).sizes());
    Node back = b.fold(b.map(ScalarFunction.EXP, seen), 1, 1, List.of(3L, 1L), Size.of(7));
    Graph before = b.build("blocks", List.of(new Graph.Write(Storage.OUTPUT, "y", back)));
    Graph after = Passes.run(before);
    assertSame(before, after);
    assertThat(after.nodes())
        .noneMatch(n -> n.op() instanceof Op.Window || n.op() instanceof Op.Fold);
  }

  private static void assertSame(Graph before, Graph after) {
    var bindings = RandomGraphs.bindings(before, 2, 5);
    Graph.Write write = before.writes().get(0);
    assertThat(ReferenceInterpreter.run(after, bindings).get(write.storage(), write.name()))
        .containsExactly(
            ReferenceInterpreter.run(before, bindings).get(write.storage(), write.name()),
            Offset.offset(1e-9));
  }
}
