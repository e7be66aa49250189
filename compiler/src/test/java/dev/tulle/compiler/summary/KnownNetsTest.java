package dev.tulle.compiler.summary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.ir.Op;
import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nets of the literature: their weights, as PyTorch counts them, and what their training keeps. */
class KnownNetsTest {
  private static String text(String file) throws IOException {
    return Files.readString(Path.of("src/test/resources/language", file));
  }

  private static CompileResult compile(String file, String text) {
    CompileResult result =
        TulleCompiler.compileSources(List.of(new SourceFile(file, text)), CompileOptions.DEFAULT);
    assertThat(result.diagnostics()).isEmpty();
    return result;
  }

  @ParameterizedTest
  @CsvSource({"lenet.net, 61706", "resnet.net, 272474"})
  void hasTheWeightsOfTheLiterature(String file, long parameters) throws IOException {
    CompileResult result = compile(file, text(file));
    assertThat(result.summaries().get(0).parameters()).isEqualTo(parameters);
  }

  @Test
  void trainingKeepsNothingMuchLargerThanItsLargestLayer() throws IOException {
    CompileResult result = compile("lenet.net", text("lenet.net"));
    Program.Training training = Objects.requireNonNull(result.programs().get(0).training());
    assertThat(training.gradient().nodes())
        .filteredOn(n -> !n.shape().count().isKnown() && !(n.op() instanceof Op.Window))
        .allMatch(n -> n.shape().count().coefficient() <= 2 * 28 * 28 * 6);
  }
}
