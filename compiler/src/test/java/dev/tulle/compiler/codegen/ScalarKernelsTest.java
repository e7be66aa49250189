package dev.tulle.compiler.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which kernels of the reference nets vectors cannot do: those that begin normal weights, those of
 * a single number, and those that turn the weights of a convolution round, all of them small.
 */
class ScalarKernelsTest {
  private static final Path NETS =
      Path.of("..", "benchmarks", "src", "main", "resources", "dev", "tulle", "benchmarks");

  /** A kernel with a body in the interface is the only form that it has. */
  private static final Pattern SCALAR = Pattern.compile("default void (\\w+)\\(");

  @ParameterizedTest
  @CsvSource({
    "tiny_mlp, 'initialDense3B|zeros|copy|updateAdam'",
    "mnist_mlp, ''",
    "wide_mlp, ''",
    "lenet, 'conv\\d+Gradient\\d*'",
    "mnist_cnn, 'conv\\d+Gradient\\d*'",
    "resnet20, 'conv\\d+Gradient\\d*'",
    // The weights of its recurrence are turned once for all steps.
    "lstm, 'copy\\d+'",
    "gpt_mini, 'initialW\\d*'"
  })
  void noHotKernelIsScalar(String net, String small) throws IOException {
    String file = net + ".net";
    CompileResult result =
        TulleCompiler.compileSources(
            List.of(new SourceFile(file, Files.readString(NETS.resolve(file)))),
            CompileOptions.DEFAULT);
    assertThat(result.diagnostics()).isEmpty();
    List<GeneratedFile> files = JavaWriter.write(result.programs().get(0));
    List<String> scalar =
        files.stream()
            .flatMap(f -> SCALAR.matcher(f.text()).results())
            .map(m -> m.group(1))
            .filter(name -> !name.matches(small))
            .toList();
    assertThat(files).anyMatch(f -> f.text().contains("interface"));
    assertThat(scalar).isEmpty();
  }
}
