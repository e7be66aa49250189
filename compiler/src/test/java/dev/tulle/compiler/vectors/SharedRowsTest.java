package dev.tulle.compiler.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.plan.ProgramPlanner;
import dev.tulle.compiler.source.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nets of which threads share the kernels of a few rows, and such as are too small for it. */
@Tag("kernels")
class SharedRowsTest {
  /** Sums of hundreds of numbers of one size are off by more than those of a few. */
  private static final double TOLERANCE = 5e-5;

  @ParameterizedTest
  @CsvSource({
    "Large, true, x -> Dense(1024)",
    // Its turns are large enough.
    "Turns, true, 'reshape(x, [2, 260]) -> Lstm(400) -> flatten'",
    "Small, false, x -> Dense(64)"
  })
  void agreeWithTheInterpreter(String name, boolean shares, String layers) {
    SourceFile file =
        new NetText("shared" + name)
            .port("input", "x", List.of(520))
            .line("let h = " + layers)
            // A name that the class uses itself.
            .line("output shares = h")
            .line("output y = tanh(h)")
            .line("loss total = mean(y * y)")
            .file();
    assertThat(ProgramPlanner.plan(Compiled.program(file)).sharesRows()).isEqualTo(shares);
    InterpreterAgreement.check(file, List.of(520), TOLERANCE);
  }
}
