package dev.tulle.compiler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which kernels run for a few rows at a time. */
class StripPlannerTest {
  private static final String PICTURES =
      """
      net Net {
        input  image: [28, 28, 1]
        output probs = softmax(image
          -> Conv(32, 3, pad = valid) -> relu -> Conv(64, 3, pad = valid) -> relu -> max_pool(2)
          -> flatten -> Dense(128) -> relu -> Dense(10))
      }
      """;

  /** Four rows of both maps, (26 x 26 x 32 + 24 x 24 x 64) floats each, are less than 1 MiB. */
  @Test
  void convolutionsBeforeADenseLayerDo() {
    ProgramPlan plan = Plans.of(PICTURES);
    List<Step> steps = plan.predict().steps();
    Strips strips = (Strips) steps.get(0);
    assertThat(strips.steps())
        .extracting(Kernel::name)
        .containsExactly("conv1", "conv2", "max_pool");
    assertThat(strips.rows()).isEqualTo(4);
    assertThat(steps.subList(1, steps.size()))
        .isNotEmpty()
        .allMatch(s -> s instanceof Kernel)
        .extracting(s -> ((Kernel) s).name())
        .contains("dense1", "dense2");
  }

  /** The maps have room for one strip, so that more rows fit into less memory. */
  @Test
  void itTakesLessMemory() {
    ProgramPlan plan = Plans.of(PICTURES);
    ProgramPlan.Workspace strips = plan.serving();
    ProgramPlan.Workspace whole = WholePlans.of(plan).serving();
    long maps = 26 * 26 * 32 + 24 * 24 * 64;
    assertThat(strips.stripPerRow()).isEqualTo(maps);
    assertThat(strips.strip()).isEqualTo(4 * maps);
    assertThat(whole.strip()).isZero();
    assertThat(3 * strips.bytes(32)).isLessThan(whole.bytes(32));
    assertThat(plan.servingRows()).isEqualTo(160);
    assertThat(strips.bytes(160)).isLessThan(whole.bytes(32));
  }

  /** The scales of batch norms are made of weights, and do not part what stands around them. */
  @Test
  void whatNoRowDecidesStandsBefore() {
    List<Step> steps =
        Plans.of(
                PICTURES.replace(
                    "Conv(64, 3, pad = valid)", "Conv(64, 3, pad = valid) -> BatchNorm"))
            .predict()
            .steps();
    assertThat(steps.get(0)).isInstanceOf(Kernel.Loop.class);
    assertThat(steps.get(1)).isInstanceOf(Strips.class);
    assertThat(steps.get(1).kernels()).hasSize(3);
  }

  /**
   * Dense layers read more weights than lie between them; small nets stay in the cache as they are;
   * nor do loops, lengths that vary, and what reads large weights between large maps.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "net Net { input x: [784] output y = x -> Dense(2000) -> relu -> Dense(2000) -> relu -> Dense(10) }",
        "net Net { input x: [28, 28, 1] output y = x -> Conv(32, 3) -> relu -> Conv(64, 3) -> relu -> max_pool(2) -> flatten -> Dense(10) }",
        "net Net { input x: [100, 400] output y = x -> Lstm(400) -> last -> Dense(10) }",
        """
        dim time <= 64
        net Net { input x: [time, 400] output y = x -> Dense(800) -> relu -> Dense(800) -> relu -> Lstm(8) -> last -> Dense(10) }
        """,
        "net Net { input x: [8, 8, 256] output y = x -> Conv(512, 3) -> relu -> Conv(512, 3) -> relu -> flatten -> Dense(10) }"
      })
  void othersDoNot(String net) {
    assertThat(Plans.of(net).predict().steps()).doesNotHaveAnyElementsOfTypes(Strips.class);
  }
}
