package dev.tulle.compiler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.source.SourceFile;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many rows serving computes at once. */
class ServingRowsTest {
  /**
   * Where the weights are large, few rows would read them too often, unless many layers move what
   * lies between them too; where maps lie in strips, more rows have room.
   */
  @ParameterizedTest
  @CsvSource({
    "'[28, 28, 1]', 4, 4",
    "'[28, 28, 1]', 512, 256",
    "'[8]', 4, 1024",
    "'[8]', 9000, 256",
    "'[16, 64]', 1024, 16"
  })
  void dependsOnWeightsAndRows(String input, int width, int rows) {
    String hidden =
        switch (input) {
          case "[8]" -> "Dense(%d) -> relu -> Dense(%d) -> relu".formatted(width, width / 4);
          case "[16, 64]" -> "Residual(Dense(%d) -> relu -> Dense(64)) * 8".formatted(width);
          default -> "Conv(64, 3) -> relu -> max_pool(2) -> flatten -> Dense(%d)".formatted(width);
        };
    String text =
        """
        tulle 1
        module test
        net Net {
          input  x: %s
          output y = x -> %s -> Dense(3)
        }
        """
            .formatted(input, hidden);
    CompileResult result =
        TulleCompiler.compileSources(
            List.of(new SourceFile("net.net", text)), CompileOptions.DEFAULT);
    assertThat(result.diagnostics()).isEmpty();
    assertThat(ProgramPlanner.plan(result.programs().get(0)).servingRows()).isEqualTo(rows);
  }
}
