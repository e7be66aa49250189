package dev.tulle.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticPrinter;
import dev.tulle.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One mistake is one error: a sound program in which one token is gone, doubled or misspelt has one
 * error, rarely two (an argument misspelt where it is declared is unknown inside of the definition
 * and to its callers), and never three. Each has a place, says what to do, and speaks of the text.
 */
class OneMistakeTest {
  private static final Pattern TOKEN =
      Pattern.compile(
          "//[^\n]*|\"[^\"\n]*\"|[A-Za-z_]\\w*|[0-9][\\w.]*(?:e-[0-9]+)?|->|[<>=!]=|\\.\\.\\.|\\S");

  /** How many spoilt programs of a hundred may have two errors. */
  private static final double TWO_OF_HUNDRED = 1.0;

  private static final Pattern OF_THE_COMPILER =
      Pattern.compile("Exception|dev\\.tulle|java\\.|\\bnull\\b|@[0-9a-f]{6}|NaN|Infinity");

  private enum Kind {
    GONE,
    DOUBLED,
    MISSPELT
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "programs/rich",
        "language/digits",
        "language/iris",
        "language/concrete",
        "language/autoencoder"
      })
  void isOneError(String program) throws IOException {
    String text = Files.readString(Path.of("src/test/resources/" + program + ".net"));
    assertThat(errors(text)).isEmpty();
    Matcher token = TOKEN.matcher(text);
    int spoilt = 0;
    List<String> two = new ArrayList<>();
    for (int n = 0; token.find(); n++) {
      // Every token is spoilt in one of the ways, every way meets every kind of token.
      Kind kind = Kind.values()[n % 3];
      String word = token.group();
      if (word.startsWith("//") || kind == Kind.MISSPELT && !Character.isLetter(word.charAt(0))) {
        continue;
      }
      List<Diagnostic> errors = errors(spoil(text, token, kind));
      String printed = new DiagnosticPrinter(false).print(errors);
      String what = program + ": `" + word + "` is " + kind + "\n" + printed;
      assertThat(errors).as(what).hasSizeLessThanOrEqualTo(2);
      for (Diagnostic error : errors) {
        assertThat(error.primary()).as(what).isNotNull();
        assertThat(error.help()).as(what).isNotBlank();
      }
      assertThat(printed).as(what).doesNotContainPattern(OF_THE_COMPILER);
      spoilt++;
      if (errors.size() == 2) {
        two.add(what);
      }
    }
    assertThat(two).hasSizeLessThanOrEqualTo((int) Math.ceil(spoilt * TWO_OF_HUNDRED / 100));
  }

  private static String spoil(String text, Matcher token, Kind kind) {
    String word = token.group();
    String instead =
        switch (kind) {
          case GONE -> "";
          case DOUBLED -> word + " " + word;
          case MISSPELT -> (word.length() > 1 ? word.substring(0, word.length() - 1) : word) + "qx";
        };
    return text.substring(0, token.start()) + instead + text.substring(token.end());
  }

  private static List<Diagnostic> errors(String text) {
    return TulleCompiler.compileSources(
            List.of(new SourceFile("spoilt.net", text)), CompileOptions.DEFAULT)
        .diagnostics()
        .stream()
        .filter(d -> d.severity() == Diagnostic.Severity.ERROR)
        .toList();
  }
}
