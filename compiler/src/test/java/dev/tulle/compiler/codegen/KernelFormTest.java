package dev.tulle.compiler.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.Passes;
import dev.tulle.compiler.ir.Graph;
import dev.tulle.compiler.plan.Affine;
import dev.tulle.compiler.plan.Kernel;
import dev.tulle.compiler.plan.ProductShape;
import dev.tulle.compiler.plan.ProgramPlan;
import dev.tulle.compiler.plan.ProgramPlanner;
import dev.tulle.compiler.plan.Value;
import dev.tulle.compiler.reference.RandomGraphs;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kernels of equal forms read alike, which is why one of them is written for all. */
class KernelFormTest {
  @Test
  void kernelsOfOneFormReadAlike() {
    Map<KernelForm, String> texts = new HashMap<>();
    int kernels = 0;
    for (int seed = 0; seed < 100; seed++) {
      Graph graph = Passes.run(GeneratedCodeTest.writable(RandomGraphs.graph(seed, 25)));
      ProgramPlan plan = ProgramPlanner.plan(GeneratedGraph.program(graph));
      for (Kernel kernel : plan.training().gradient().kernels()) {
        var arguments = new Arguments(kernel);
        var form = new KernelForm(kernel, arguments);
        String text = KernelMethods.of(kernel, arguments, "kernel").toString();
        assertThat(texts.getOrDefault(form, text)).isEqualTo(text);
        texts.put(form, text);
        kernels++;
      }
    }
    // Enough of them share a form for the test to see something.
    assertThat(texts.size()).as("forms of " + kernels + " kernels").isBetween(100, kernels * 4 / 5);
  }

  /** A component that is new may change a kernel's text: then it belongs into the form too. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          Loop, name origin outer middle inner columns stages cost parts diagonal
          Stage, elementwise reductions stores
          Store, buffer at spot value
          Reduction, index kind of
          Product, name origin shape a b epilogue
          """)
  void aFormHasAllThatAKernelIsMadeOf(String type, String components) throws Exception {
    assertThat(components(Class.forName(Kernel.class.getName() + "$" + type)))
        .isEqualTo(components);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          Load, buffer at spot
          Within, position count
          Spot, position stride
          Number, value
          Host, node
          Position, at
          Random, distribution stream element
          Apply, function inputs
          Reduced, index
          Accumulator, ''
          """)
  void aFormHasAllThatAValueIsMadeOf(String type, String components) throws Exception {
    assertThat(components(Class.forName(Value.class.getName() + "$" + type))).isEqualTo(components);
  }

  @Test
  void placesAndShapesCountAsTheyAre() {
    // Their equality is that of all they are made of.
    assertThat(Stream.of(Affine.class, ProductShape.class)).allMatch(Class::isRecord);
  }

  private static String components(Class<?> type) {
    return String.join(
        " ", Stream.of(type.getRecordComponents()).map(RecordComponent::getName).toList());
  }
}
