package dev.tulle.compiler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.Passes;
import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op.Reduce.Reduction;
import dev.tulle.compiler.ir.Shape;
import dev.tulle.compiler.ir.Storage;
import dev.tulle.compiler.shape.GraphBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is put together is written in its place: no kernel copies it. */
class JoinedTest {
  private final GraphBuilder b = new GraphBuilder();
  private final Node x = b.read(Storage.PARAMETER, "x", Shape.of(6, 7));

  private Node product(String weights, int columns) {
    Node w = b.read(Storage.PARAMETER, weights, Shape.of(7, columns));
    return b.contract(x, w, List.of(0, 1), List.of(1, 2), List.of(0, 2));
  }

  private List<Kernel> kernels(Node... written) {
    var writes = new java.util.ArrayList<Graph.Write>();
    for (Node node : written) {
      writes.add(new Graph.Write(Storage.OUTPUT, "y" + writes.size(), node));
    }
    Graph graph = Passes.run(b.build("test", writes));
    return new FunctionPlanner(graph)
            .plan(o -> new Place(Place.Region.WEIGHTS, 0, 0), new FunctionPlanner.Extent(0, 0))
            .steps()
            .stream()
            .flatMap(Step::kernels)
            .toList();
  }

  @Test
  void productsAreWrittenSideBySide() {
    List<Kernel> kernels = kernels(b.concat(List.of(product("v", 5), product("w", 3)), 1));
    assertThat(kernels).hasSize(2).allMatch(k -> k instanceof Kernel.Product);
    assertThat(kernels.stream().flatMap(Kernel::stores).map(Kernel.Store::buffer).distinct())
        .hasSize(1);
    assertThat(kernels.stream().flatMap(Kernel::stores).map(s -> s.at().offset().toString()))
        .containsExactly("0", "5");
  }

  /** Its own place has what else reads it. */
  @Test
  void aPartThatIsWrittenBesidesIsCopied() {
    Node part = product("v", 5);
    assertThat(kernels(b.concat(List.of(part, product("w", 3)), 1), part)).hasSize(3);
  }

  @Test
  void whatIsPaddedIsReadWithinItsBorder() {
    Node part = product("v", 5);
    Node padded = b.pad(part, Shape.of(1, 2).sizes(), Shape.of(8, 9));
    Node sum = b.reduce(Reduction.SUM, part, List.of(0));
    List<Kernel> kernels = kernels(padded, sum);
    // Zeros, the product among them, and the sum of what was the product.
    assertThat(kernels).hasSize(3);
    assertThat(kernels.get(1)).isInstanceOf(Kernel.Product.class);
    assertThat(kernels.get(1).stores().map(Kernel.Store::buffer))
        .containsExactlyElementsOf(kernels.get(0).stores().map(Kernel.Store::buffer).toList());
  }
}
