package dev.tulle.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged programs end in diagnostics or in programs, never in an exception. */
class CompilerFuzzTest {
  private static final int MUTANTS = 400;
  private static final List<String> ODD = List.of("0", "-1", "1e9", "2.5", "\"\"", "3e18", "x");
  private static final Pattern TOKEN =
      Pattern.compile("//[^\n]*|\"[^\"\n]*\"|[\\w.]+|->|[=<>!]=|\\s+|.", Pattern.DOTALL);

  @ParameterizedTest
  @ValueSource(strings = {"programs/rich", "language/digits", "language/iris", "language/concrete"})
  void neverThrows(String program) throws IOException {
    String text = Files.readString(Path.of("src/test/resources/" + program + ".net"));
    assertThat(compile(text)).isEmpty();
    List<String> tokens = tokens(text);
    for (int seed = 0; seed < MUTANTS; seed++) {
      String damaged = damaged(tokens, new Random(seed));
      try {
        compile(damaged);
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed " + seed + ":\n" + damaged, e);
      }
    }
  }

  private static List<Diagnostic> compile(String text) {
    return TulleCompiler.compileSources(
            List.of(new SourceFile("fuzz.net", text)), CompileOptions.DEFAULT)
        .diagnostics();
  }

  private static List<String> tokens(String text) {
    var tokens = new ArrayList<String>();
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
    return tokens;
  }

  /** One or two tokens deleted, doubled, swapped with or replaced by another of the text. */
  private static String damaged(List<String> tokens, Random random) {
    var damaged = new ArrayList<>(tokens);
    for (int n = 1 + random.nextInt(2); n > 0; n--) {
      int at = visible(damaged, random);
      int other = alike(damaged, at, random);
      switch (random.nextInt(5)) {
        case 0 -> damaged.remove(at);
        case 1 -> damaged.add(at, damaged.get(at) + " ");
        case 2 -> {
          String swapped = damaged.get(at);
          damaged.set(at, damaged.get(other));
          damaged.set(other, swapped);
        }
        case 3 -> damaged.set(number(damaged, at, random), ODD.get(random.nextInt(ODD.size())));
        default -> damaged.set(at, damaged.get(other));
      }
    }
    return String.join("", damaged);
  }

  /** Another token of the same kind, so that most mutants still parse. */
  private static int alike(List<String> tokens, int at, Random random) {
    int other = visible(tokens, random);
    for (int tries = 0; tries < 50 && kind(tokens.get(at)) != kind(tokens.get(other)); tries++) {
      other = visible(tokens, random);
    }
    return other;
  }

  private static int number(List<String> tokens, int at, Random random) {
    int found = at;
    for (int tries = 0; tries < 50 && kind(tokens.get(found)) != 0; tries++) {
      found = visible(tokens, random);
    }
    return found;
  }

  private static int kind(String token) {
    char first = token.charAt(0);
    return Character.isDigit(first) ? 0 : Character.isLetter(first) ? 1 : 2;
  }

  private static int visible(List<String> tokens, Random random) {
    int at = random.nextInt(tokens.size());
    while (tokens.get(at).isBlank()) {
      at = random.nextInt(tokens.size());
    }
    return at;
  }
}
