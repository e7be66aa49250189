package dev.tulle.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Compares what a document shows with what a command printed. A line of one ellipsis stands for any
 * lines, an ellipsis inside a line for anything; what depends on the machine is not compared.
 */
final class Shown {
  private static final String ELLIPSIS = "…";

  /** Times, threads, vectors. */
  private static final Pattern OF_THE_MACHINE =
      Pattern.compile(
          "took [0-9.,]+ (s|min)|on [0-9]+ threads?|vectors of [0-9]+ floats|scalar kernels");

  /** The line of the JVM, and the escape sequences that Maven writes even without colours. */
  private static final Pattern OF_TOOLS =
      Pattern.compile("\u001B\\[[0-9;]*m|WARNING: Using incubator modules: .*\n");

  private Shown() {}

  static void check(String shown, String printed) {
    String expected = masked(shown);
    String actual = masked(cleaned(printed));
    if (!actual.matches(pattern(expected))) {
      assertThat(actual).isEqualTo(expected);
    }
  }

  /** Without what tools add to it. */
  static String cleaned(String printed) {
    return OF_TOOLS.matcher(printed).replaceAll("");
  }

  private static String pattern(String expected) {
    var pattern = new StringBuilder();
    String[] lines = expected.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      boolean last = i == lines.length - 1;
      if (lines[i].strip().equals(ELLIPSIS)) {
        pattern.append(last ? "(?s:.*)" : "(?:[^\n]*\n)*");
      } else {
        pattern.append(line(lines[i])).append(last ? "" : "\n");
      }
    }
    return pattern.toString();
  }

  private static String line(String line) {
    return Arrays.stream(line.split(ELLIPSIS, -1))
        .map(Pattern::quote)
        .collect(Collectors.joining("[^\n]*"));
  }

  private static String masked(String text) {
    return OF_THE_MACHINE
        .matcher(text.replace("\r\n", "\n").stripTrailing())
        .replaceAll(m -> m.group().replaceAll("[0-9.,]+", "0").replace("threads", "thread"));
  }
}
