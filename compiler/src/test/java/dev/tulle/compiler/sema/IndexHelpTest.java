package dev.tulle.compiler.sema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.source.SourceFile;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bound that a help proposes for an index is one that mends the text. */
class IndexHelpTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "y[i] = x[15 - i]                      | i | i < 16",
        "y[i] = x[i - 1]                       | i | i < 16",
        "y[i] = sum[u](x[i + u])               | u | u < 3",
        "y[i] = sum[u](x[2 * i + u])           | u | u < 3",
        "y = sum[u](s[time - 1 - u, 0])        | u | u < time",
        "y = sum[u](x[15 - u])                 | u | u < 16",
        "y[i] = s[0, 7 - i]                    | i | i < 2 * d",
        "y[i, k] = s[time - 1 - i, k]          | i | i < time"
      })
  void whatIsProposedCompiles(String formula, String index, String bound) {
    List<Diagnostic> found = diagnostics(formula);
    assertThat(found).extracting(d -> d.code().name()).contains("T208");
    assertThat(found.get(0).help()).contains("`" + bound + "`");
    int introduced = formula.indexOf('[' + index) + 1;
    if (introduced == 0) {
      throw new IllegalArgumentException(formula);
    }
    String mended =
        formula.substring(0, introduced) + bound + formula.substring(introduced + index.length());
    assertThat(diagnostics(mended)).isEmpty();
  }

  private static List<Diagnostic> diagnostics(String formula) {
    String net =
        """
        tulle 1
        dim time <= 32
        dim d = 4
        net Sample {
          input x: [16], s: [time, 2 * d]
          output whole = sum(s) + sum(x)
          output %s
        }
        """
            .formatted(formula);
    return TulleCompiler.compileSources(
            List.of(new SourceFile("index.net", net)), CompileOptions.DEFAULT)
        .diagnostics();
  }
}
