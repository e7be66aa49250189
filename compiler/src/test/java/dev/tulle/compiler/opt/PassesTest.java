package dev.tulle.compiler.opt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.Passes;
import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.reference.RandomGraphs;
import dev.tulle.compiler.reference.ReferenceInterpreter;
import dev.tulle.compiler.reference.Results;
import dev.tulle.compiler.shape.GraphVerifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PassesTest {
  private static final int GRAPHS = 300;

  static List<Pass> passes() {
    return List.of(
        new CanonicalisePass(), new CommonSubexpressionsPass(), new DeadCodePass(), new ScanPass());
  }

  @ParameterizedTest
  @MethodSource("passes")
  void aPassKeepsTheResults(Pass pass) {
    for (int seed = 0; seed < GRAPHS; seed++) {
      Graph graph = RandomGraphs.graph(seed, 5 + seed % 30);
      Graph result = pass.apply(graph);
      GraphVerifier.verify(result, pass.name());
      assertSame(graph, result, seed);
    }
  }

  @ParameterizedTest
  @MethodSource("passes")
  void aPassKeepsTheResultsAtEveryLength(Pass pass) {
    for (int seed = 0; seed < GRAPHS; seed++) {
      Graph graph = RandomGraphs.varying(seed, 5 + seed % 30);
      Graph result = pass.apply(graph);
      GraphVerifier.verify(result, pass.name());
      assertSame(graph, result, seed);
    }
  }

  @Test
  void allPassesTogetherKeepTheResults() {
    for (int seed = GRAPHS; seed < 2 * GRAPHS; seed++) {
      Graph graph = RandomGraphs.graph(seed, 5 + seed % 40);
      Graph result = Passes.run(graph);
      assertSame(graph, result, seed);
      result.nodes().forEach(PassesTest::assertProduct);
    }
  }

  @Test
  void randomGraphsUseEveryOperator() {
    Set<Class<?>> found = new HashSet<>();
    for (int seed = 0; seed < GRAPHS; seed++) {
      RandomGraphs.graph(seed, 5 + seed % 30).nodes().forEach(n -> found.add(n.op().getClass()));
    }
    // A size of the batch comes into a graph by the passes, where a sum over rows is of equal
    // terms.
    found.add(Op.Extent.class);
    assertThat(found)
        .containsExactlyInAnyOrderElementsOf(Arrays.asList(Op.class.getPermittedSubclasses()));
  }

  @Test
  void aSecondRunChangesNothing() {
    for (int seed = 0; seed < GRAPHS; seed++) {
      Graph once = Passes.run(RandomGraphs.graph(seed, 20));
      assertThat(Passes.run(once).toString()).isEqualTo(once.toString());
    }
  }

  @Test
  void theSameGraphGivesTheSameText() {
    for (int seed = 0; seed < 50; seed++) {
      assertThat(Passes.run(RandomGraphs.graph(seed, 30)).toString())
          .isEqualTo(Passes.run(RandomGraphs.graph(seed, 30)).toString());
    }
  }

  private static void assertSame(Graph before, Graph after, int seed) {
    for (int rows : new int[] {1, 4}) {
      Results wanted =
          ReferenceInterpreter.run(before, RandomGraphs.bindings(before, rows, rows, seed));
      // The same bindings: what the passes have removed must not shift the numbers of the rest.
      Results found =
          ReferenceInterpreter.run(after, RandomGraphs.bindings(before, rows, rows, seed));
      for (Graph.Write write : before.writes()) {
        double[] expected = wanted.get(write.storage(), write.name());
        double[] actual = found.get(write.storage(), write.name());
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
          assertThat(actual[i])
              .as("seed %d, element %d of %s%n%s%n%s", seed, i, write.name(), before, after)
              .isCloseTo(expected[i], Offset.offset(1e-9 * (1 + Math.abs(expected[i]))));
        }
      }
    }
  }

  /** What {@link CanonicalisePass} promises of contractions. */
  private static void assertProduct(Node node) {
    if (node.op() instanceof Op.Contract op) {
      List<Integer> summed = op.left().stream().filter(l -> !op.result().contains(l)).toList();
      assertThat(summed).isNotEmpty().isSubsetOf(op.right());
      assertThat(op.right()).anyMatch(l -> !op.left().contains(l));
      assertThat(op.left()).anyMatch(l -> !op.right().contains(l));
      assertThat(op.right()).contains(op.result().get(op.result().size() - 1));
    }
  }
}
