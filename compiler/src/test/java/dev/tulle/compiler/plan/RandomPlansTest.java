package dev.tulle.compiler.plan;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tulle.compiler.Passes;
import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.reference.RandomGraphs;
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
      assertThatCode(
              () ->
                  new FunctionPlanner(graph)
                      .plan(
                          b -> new Place(Place.Region.WEIGHTS, 0, 0),
                          new FunctionPlanner.Extent(0, 0)))
          .as("seed %s of %s nodes", seed, nodes)
          .doesNotThrowAnyException();
    }
  }
}
