package dev.tulle.compiler.plan;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tulle.compiler.Passes;
import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Part;
import dev.tulle.compiler.reference.RandomGraphs;
import dev.tulle.compiler.shape.GraphBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Random graphs, many of them with loops, have plans. */
class RandomPlansTest {
  /** Seeds whose clusters once needed each other stand behind the others. */
  private static final long[] KNOWN = {686, 1606};

  @Test
  void everyGraphHasAPlan() {
    int seeds = Integer.getInteger("tulle.plan.seeds", 300);
    for (int seed = 0; seed < seeds; seed++) {
      plans(seed);
    }
    for (long seed : KNOWN) {
      plans(seed);
    }
  }

  private static void plans(long seed) {
    for (int nodes : new int[] {25, 60}) {
      Graph graph = Passes.run(RandomGraphs.graph(seed, nodes));
      plans(graph, "seed %s of %s nodes".formatted(seed, nodes));
      plans(halved(graph), "seed %s of %s nodes, half of it backward".formatted(seed, nodes));
    }
  }

  private static void plans(Graph graph, String description) {
    assertThatCode(
            () ->
                new FunctionPlanner(graph)
                    .plan(
                        b -> new Place(Place.Region.WEIGHTS, 0, 0),
                        new FunctionPlanner.Extent(0, 0)))
        .as(description)
        .doesNotThrowAnyException();
  }

  /** The second half of the nodes as the backward part, some of them computed again. */
  private static Graph halved(Graph graph) {
    var builder = new GraphBuilder();
    Map<Node, Node> copies = new HashMap<>();
    for (Node node : graph.nodes()) {
      Part late = node.id() % 3 == 0 ? Part.AGAIN : Part.BACKWARD;
      Part part = node.id() < graph.nodes().size() / 2 ? Part.KEPT : late;
      List<Node> inputs = node.inputs().stream().map(copies::get).toList();
      copies.put(node, builder.like(node).in(part).add(node.op(), inputs));
    }
    return builder.build(
        graph.name(),
        graph.writes().stream()
            .map(w -> new Graph.Write(w.storage(), w.name(), copies.get(w.value())))
            .toList());
  }
}
