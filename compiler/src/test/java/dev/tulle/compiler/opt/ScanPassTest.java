package dev.tulle.compiler.opt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.Passes;
import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.ir.Node;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.reference.RandomGraphs;
import dev.tulle.compiler.reference.ReferenceInterpreter;
import dev.tulle.compiler.reference.Results;
import dev.tulle.compiler.reference.Scans;
import dev.tulle.compiler.shape.GraphVerifier;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScanPassTest {
  @ParameterizedTest
  @MethodSource("dev.tulle.compiler.reference.Scans#cases")
  void keepsTheResults(Scans.Case c) {
    Graph graph = c.graph();
    Graph once = new ScanPass().apply(graph);
    GraphVerifier.verify(once, "scan");
    Graph all = Passes.run(graph);
    for (int rows : new int[] {1, 3}) {
      Results wanted = ReferenceInterpreter.run(graph, RandomGraphs.bindings(graph, rows, 5));
      for (Graph after : List.of(once, all)) {
        Results found = ReferenceInterpreter.run(after, RandomGraphs.bindings(graph, rows, 5));
        for (Graph.Write write : graph.writes()) {
          double[] expected = wanted.get(write.storage(), write.name());
          double[] actual = found.get(write.storage(), write.name());
          assertThat(actual).hasSameSizeAs(expected);
          for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i])
                .as("element %d of %s%n%s%n%s", i, write.name(), graph, after)
                .isCloseTo(expected[i], Offset.offset(1e-9 * (1 + Math.abs(expected[i]))));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.tulle.compiler.reference.Scans#cases")
  void aSecondRunChangesNothing(Scans.Case c) {
    Graph once = Passes.run(c.graph());
    assertThat(Passes.run(once).toString()).isEqualTo(once.toString());
  }

  @Test
  void onlyTheRecurrenceStaysInTheLoop() {
    Graph graph = Passes.run(named("all states").graph());
    List<Op.Scan> scans = scans(graph);
    assertThat(scans).hasSize(2);
    // Forward: the product with the state; back: the product of its adjoint.
    for (Op.Scan scan : scans) {
      assertThat(products(scan.step())).isEqualTo(1);
    }
    // One product for all inputs; one gradient for each input and each weight.
    assertThat(products(graph)).isEqualTo(4);
    assertThat(graph.nodes()).noneMatch(n -> n.op() instanceof Op.Reduce && n.shape().rank() > 1);
  }

  @Test
  void whatIsNotCarriedNeedsNoLoop() {
    Graph graph = Passes.run(named("nothing is carried").graph());
    assertThat(scans(graph)).isEmpty();
  }

  @Test
  void whatNobodyAsksForGoes() {
    Graph graph = Passes.run(named("a state that is not used").graph());
    assertThat(scans(graph)).allSatisfy(s -> assertThat(s.carried()).isEqualTo(1));
  }

  private static Scans.Case named(String name) {
    return Scans.cases().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
  }

  private static List<Op.Scan> scans(Graph graph) {
    return graph.nodes().stream()
        .map(Node::op)
        .filter(Op.Scan.class::isInstance)
        .map(Op.Scan.class::cast)
        .toList();
  }

  private static long products(Graph graph) {
    return graph.nodes().stream().filter(n -> n.op() instanceof Op.Contract).count();
  }
}
