package dev.tulle.compiler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.ir.ScalarFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where an exponential waits for the second walk that needs it. */
class WaitingTest {
  private static FunctionPlan predict(String layers) {
    String text =
        """
        net Net {
          input  x: [6]
          output out = x -> %s
        }
        """
            .formatted(layers);
    return Plans.of(text).predict();
  }

  /** The walks of the only kernel that takes exponentials. */
  private static List<Kernel.Stage> walks(FunctionPlan plan) {
    var found = new ArrayList<Kernel.Loop>();
    plan.kernels().stream()
        .filter(Kernel.Loop.class::isInstance)
        .map(Kernel.Loop.class::cast)
        .filter(loop -> exponentials(loop.roots()) > 0)
        .forEach(found::add);
    assertThat(found).hasSize(1);
    return found.get(0).stages();
  }

  private static int exponentials(Stream<Value> roots) {
    var count = new AtomicInteger();
    Values.walk(
        roots,
        v -> {
          if (v instanceof Value.Apply apply && apply.function() == ScalarFunction.EXP) {
            count.incrementAndGet();
          }
        });
    return count.get();
  }

  private static Stream<Value> written(Kernel.Stage stage) {
    return stage.stores().stream().map(Kernel.Store::value);
  }

  private static Stream<Value> reduced(Kernel.Stage stage) {
    return stage.reductions().stream().map(Kernel.Reduction::of);
  }

  /** The largest, the exponentials and their sum, the quotients. */
  @Test
  void theExponentialsOfASoftmaxWaitWhereItsResultIsWritten() {
    List<Kernel.Stage> walks = walks(predict("Dense(40) -> softmax -> Dense(2)"));
    assertThat(walks).hasSize(3);
    Kernel.Store waiting = walks.get(1).stores().get(0);
    Kernel.Store result = walks.get(2).stores().get(0);
    // The same value, so that a walk computes it once.
    assertThat(walks.get(1).reductions()).hasSize(1);
    assertThat(waiting.value()).isSameAs(walks.get(1).reductions().get(0).of());
    assertThat(exponentials(written(walks.get(2)))).isZero();
    assertThat(List.of(waiting.buffer(), waiting.at()))
        .isEqualTo(List.of(result.buffer(), result.at()));
    var read = new ArrayList<Value>();
    Values.walk(written(walks.get(2)), v -> read.add(v));
    assertThat(read).contains(new Value.Load(result.buffer(), result.at()));
  }

  /** A result is written once where users read it. */
  @Test
  void nothingWaitsInWhatIsHandedOut() {
    List<Kernel.Stage> walks = walks(predict("Dense(40) -> softmax"));
    assertThat(exponentials(reduced(walks.get(1)))).isEqualTo(1);
    assertThat(exponentials(written(walks.get(2)))).isEqualTo(1);
    assertThat(walks.get(1).stores()).isEmpty();
  }
}
