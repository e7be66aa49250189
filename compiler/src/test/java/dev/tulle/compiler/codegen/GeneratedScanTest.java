package dev.tulle.compiler.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.reference.ReferenceInterpreter;
import dev.tulle.compiler.reference.Results;
import dev.tulle.compiler.reference.Scans;
import dev.tulle.runtime.Threads;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Loops in generated code: reference interpreter = scalar kernels = vector kernels. */
class GeneratedScanTest {
  @ParameterizedTest
  @MethodSource("dev.tulle.compiler.reference.Scans#cases")
  void agreesWithTheReference(Scans.Case c) {
    Graph graph = c.graph();
    for (int rows : new int[] {5}) {
      GeneratedGraph generated = new GeneratedGraph(graph, rows);
      Results wanted = ReferenceInterpreter.run(graph, generated.bindings());
      for (boolean vector : new boolean[] {false, true}) {
        Map<String, double[]> found = generated.run(vector, Threads.single(), rows + 3);
        for (Graph.Write write : graph.writes()) {
          double[] expected = wanted.get(write.storage(), write.name());
          double[] actual = found.get(write.storage() + " " + write.name());
          assertThat(actual).as(write.name()).hasSameSizeAs(expected);
          for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i])
                .as("%s, rows %d, vector %b, element %d", write.name(), rows, vector, i)
                .isCloseTo(expected[i], Offset.offset(2e-4 * (1 + Math.abs(expected[i]))));
          }
        }
      }
    }
  }
}
