package dev.tulle.compiler.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.source.SourceFile;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nets with as many inputs and outputs as a method of Java takes, and with one more. */
@Tag("vectors")
class ManyPortsTest {
  private static String each(int count, String text) {
    return IntStream.range(0, count)
        .mapToObj(i -> text.replace("%", Integer.toString(i)))
        .collect(Collectors.joining(", "));
  }

  /** The first output is the sum of all inputs, each other one a multiple of the first input. */
  private static String net(int inputs, int outputs, String shape) {
    String first = "  output y0 = " + each(inputs, "a%").replace(", ", " + ") + "\n";
    String others =
        IntStream.range(1, outputs)
            .mapToObj(i -> "  output y%s = a0 * %s\n".formatted(i, i))
            .collect(Collectors.joining());
    return "dim time <= 4\nnet Wide {\n  input "
        + each(inputs, "a%: " + shape)
        + "\n"
        + first
        + others
        + "}\n";
  }

  /** On two threads, each of which takes the arrays of all. */
  @ParameterizedTest
  @CsvSource({"250, 1, [1]", "125, 126, [1]", "1, 250, [1]", "249, 1, [time]"})
  void asManyAsFit(int inputs, int outputs, String shape) throws Exception {
    String call = outputs == 1 ? "y0(%1$s, rows)" : "predict(%1$s, rows).y%2$d()";
    String body =
        """
        int rows = 3000;
        float[] v = new float[rows];
        for (int i = 0; i < rows; i++) {
          v[i] = i;
        }
        Wide net = Wide.initial(1).on(Threads.of(2));
        net.ANSWER.toString();
        return new float[] {net.FIRST[2999], net.LAST[2999]};
        """
            .replace("ANSWER", call.replace(".y%2$d()", "").formatted(each(inputs, "v")))
            .replace("FIRST", call.formatted(each(inputs, "v"), 0))
            .replace("LAST", call.formatted(each(inputs, "v"), outputs - 1));
    float last = outputs == 1 ? inputs : outputs - 1;
    assertThat(ServingCalls.call(net(inputs, outputs, shape), body))
        .isEqualTo(new float[] {2999 * inputs, 2999 * last});
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "251 | 1 | [1] | 251 inputs and 1 output, and a method of its Java class takes at most 251 in all",
        "1 | 251 | [1] | 1 input and 251 outputs, and a method of its Java class takes at most 251 in all",
        "250 | 1 | [time] | 250 inputs and 1 output, and a method of its Java class takes at most 250 in all, beside 1 length"
      })
  void oneMoreIsRefused(int inputs, int outputs, String shape, String said) {
    Diagnostic found = refused(net(inputs, outputs, shape));
    assertThat(found.message()).isEqualTo("the net `Wide` has " + said);
  }

  private static Diagnostic refused(String net) {
    List<Diagnostic> found =
        TulleCompiler.compileSources(
                List.of(new SourceFile("wide.net", "tulle 1\n" + net)), CompileOptions.DEFAULT)
            .diagnostics()
            .stream()
            .filter(d -> d.severity() == Diagnostic.Severity.ERROR)
            .toList();
    assertThat(found).extracting(Diagnostic::code).containsExactly(Code.T219);
    return found.get(0);
  }

  @Test
  @Timeout(20)
  void aThousandAreRefusedSoon() {
    String net = "net Wide {\n  input " + each(1000, "a%: [2]") + "\n  output y = a0\n}\n";
    assertThat(refused(net).help()).contains("`input x: [2000]`");
  }
}
