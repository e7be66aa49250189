package dev.tulle.compiler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which factors are laid out in panels, and when. */
class PanelsTest {
  private static ProgramPlan plan(String input, String layers) {
    String text =
        """
        net Net {
          input  x: %s
          target y: [4]
          let h = x -> %s -> Dense(4)
          loss fit = mse(h, y)
          output out = h
        }
        data Rows { from = csv("rows.csv")  x = columns("a*")  y = columns("b*") }
        train Net on Rows { optimizer = Sgd(lr = 0.1) }
        """
            .formatted(input, layers);
    return Plans.of(text);
  }

  private static <T> List<T> of(Class<T> kind, Stream<? extends Step> steps) {
    return steps.filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The compiler says where panels lie, and the runtime puts them there. */
  @Test
  void panelsAreAsWideAsTheRuntimeLaysThem() {
    assertThat(ProductShape.PANEL).isEqualTo(dev.tulle.runtime.kernel.Panels.COLUMNS);
  }

  /** Four columns are fewer than those of two vectors; a convolution of few reads one panel. */
  @Test
  void servingReadsWeightsOfManyColumnsInPanels() {
    ProgramPlan plan = plan("[48]", "Dense(40) -> relu -> Dense(33) -> relu");
    assertThat(plan.served().load().kernels())
        .allMatch(Kernel.Panels.class::isInstance)
        .map(k -> k.stores().findFirst().orElseThrow().buffer().count().toString())
        .containsExactly(Integer.toString(48 * 64), Integer.toString(40 * 64));
    assertThat(plan.served().panels()).isEqualTo(88 * 64);
    assertThat(of(Kernel.Product.class, plan.predict().steps().stream()))
        .map(p -> p.shape().panels())
        .containsExactly(true, true, false);
    // Training moves the weights, and few rows do not pay for another layout of them.
    assertThat(of(Kernel.Panels.class, plan.training().gradient().kernels().stream())).isEmpty();
    assertThat(plan("[8, 8, 3]", "Conv(32, 3) -> flatten").served().panels()).isZero();
    assertThat(plan("[8, 8, 3]", "Conv(64, 3) -> flatten").served().panels()).isEqualTo(9 * 3 * 64);
  }

  /** Each of the 64 places of a row reads all weights, forward and, turned, backward. */
  @Test
  void trainingLaysOutWhatManyRowsRead() {
    ProgramPlan plan = plan("[64, 48]", "Dense(40) -> relu -> Dense(33) -> flatten");
    List<Step> steps = plan.training().gradient().steps();
    List<Kernel.Panels> panels = of(Kernel.Panels.class, steps.stream());
    assertThat(panels)
        .map(k -> k.shape().bDepth() + " " + k.shape().bColumn())
        .containsExactly("40 1", "33 1", "1 33");
    for (Kernel.Panels laid : panels) {
      assertThat(steps.get(steps.indexOf(laid) + 1))
          .isInstanceOfSatisfying(
              Kernel.Product.class,
              p -> {
                assertThat(p.shape().panels()).isTrue();
                assertThat(p.b().buffer()).isSameAs(laid.to());
              });
    }
    assertThat(of(Kernel.Panels.class, plan.training().update().steps().stream())).isEmpty();
    // More than the cache of a core takes is copied panel by panel.
    ProgramPlan wide = plan("[64, 512]", "Dense(512) -> flatten");
    assertThat(of(Kernel.Panels.class, wide.training().gradient().kernels().stream())).isEmpty();
  }

  @Test
  void turnsOfALoopReadPanelsThatAreLaidOutBeforeIt() {
    ProgramPlan plan = plan("[9, 6]", "Lstm(24) -> last");
    // Backward the weights of a recurrence are read across.
    List<Step> steps = plan.training().gradient().steps();
    List<Repeat> loops = of(Repeat.class, steps.stream());
    assertThat(loops).hasSize(2);
    for (Repeat loop : loops) {
      assertThat(of(Kernel.Product.class, loop.kernels()))
          .hasSize(1)
          .allMatch(p -> p.shape().panels());
      assertThat(of(Kernel.Panels.class, loop.kernels())).isEmpty();
      assertThat(steps.get(steps.indexOf(loop) - 1)).isInstanceOf(Kernel.Panels.class);
    }
    List<Integer> across =
        of(Kernel.Panels.class, steps.stream()).stream()
            .map(k -> (int) k.shape().bColumn().value())
            .toList();
    assertThat(across).containsExactly(1, 4 * 24);
    // Where it serves, they were laid out with the others.
    assertThat(of(Kernel.Panels.class, plan.predict().kernels().stream())).isEmpty();
    assertThat(of(Kernel.Product.class, plan.predict().kernels().stream()).stream())
        .filteredOn(p -> p.shape().columns().value() > 4)
        .allMatch(p -> p.shape().panels());
  }
}
