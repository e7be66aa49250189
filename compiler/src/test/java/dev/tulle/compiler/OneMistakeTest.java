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
 * error at most (some such programs are sound too). It has a place, says what to do, and speaks of
 * the text.
 */
class OneMistakeTest {
  private static final Pattern TOKEN =
      Pattern.compile(
          "//[^\n]*|\"[^\"\n]*\"|[A-Za-z_]\\w*|[0-9][\\w.]*(?:e-[0-9]+)?|->|[<>=!]=|\\.\\.\\.|\\S");

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
        "language/autoencoder",
        "language/lenet",
        "language/resnet",
        "language/gpt"
      })
  void isOneError(String program) throws IOException {
    String text = Files.readString(Path.of("src/test/resources/" + program + ".net"));
    assertThat(errors(text)).isEmpty();
    List<Spoilt> all = spoilt(text);
    assertThat(all).hasSizeGreaterThan(100);
    assertThat(all.parallelStream().map(OneMistakeTest::fault).filter(f -> !f.isEmpty())).isEmpty();
  }

  /** A program and what was done to it. */
  private record Spoilt(String what, String text) {}

  /** What is wrong with the errors of a spoilt program; nothing where all is well. */
  private static String fault(Spoilt spoilt) {
    List<Diagnostic> errors = errors(spoilt.text);
    String printed = new DiagnosticPrinter(false).print(errors);
    boolean sound =
        errors.size() <= 1
            && errors.stream().allMatch(e -> e.primary() != null && !e.help().isBlank())
            && !OF_THE_COMPILER.matcher(printed).find();
    return sound ? "" : spoilt.what + "\n" + printed;
  }

  /** The program with every token spoilt in every way. */
  private static List<Spoilt> spoilt(String text) {
    var all = new ArrayList<Spoilt>();
    Matcher token = TOKEN.matcher(text);
    while (token.find()) {
      String word = token.group();
      for (Kind kind : Kind.values()) {
        if (!word.startsWith("//")
            && (kind != Kind.MISSPELT || Character.isLetter(word.charAt(0)))) {
          all.add(new Spoilt("`" + word + "` is " + kind, spoil(text, token, kind)));
        }
      }
    }
    return all;
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
