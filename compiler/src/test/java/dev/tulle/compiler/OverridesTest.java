package dev.tulle.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.diag.DiagnosticPrinter;
import dev.tulle.compiler.source.SourceFile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values for a net's arguments from outside of the text, as {@code --set} gives them. */
class OverridesTest {
  private static final String NET =
      """
      tulle 1
      net Net(width = 16) {
        input x: [4]
        output y = x -> Dense(width)
      }
      """;

  /** No line of a text that nobody wrote is shown. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "width | abc | error[S003]: `abc` is no value for the argument `width`"
            + " | give it a number, `true` or `false`: `width=64`",
        "width | 3, | error[S003]: `3,` is no value for the argument `width`"
            + " | give it a number, `true` or `false`: `width=64`",
        "widht | 3 | error[N102]: no net takes an argument `widht` | a similar name is `width`",
      })
  void mistakesSpeakOfTheArgument(String name, String value, String message, String help) {
    assertThat(print(Map.of(name, value)).lines().toList())
        .containsExactly(message, "help: " + help);
  }

  @ParameterizedTest
  @CsvSource({"8", "2 * 4"})
  void valuesAreReadAsTheLanguageReadsThem(String value) {
    assertThat(print(Map.of("width", value))).isEmpty();
  }

  private static String print(Map<String, String> overrides) {
    var options = new CompileOptions(overrides, (pass, text) -> {});
    return new DiagnosticPrinter(false)
        .print(
            TulleCompiler.compileSources(List.of(new SourceFile("a.net", NET)), options)
                .diagnostics());
  }
}
