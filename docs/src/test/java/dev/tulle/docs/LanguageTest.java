package dev.tulle.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.grammar.TulleLexer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The reference of the language leaves nothing out that the compiler lists. */
class LanguageTest {
  @Test
  void namesEveryKeyword() throws IOException {
    List<String> words =
        IntStream.rangeClosed(1, TulleLexer.VOCABULARY.getMaxTokenType())
            .mapToObj(TulleLexer.VOCABULARY::getLiteralName)
            .filter(name -> name != null && name.matches("'[a-z]+'"))
            .map(name -> name.substring(1, name.length() - 1))
            .toList();
    String section = section("## Names, keywords, literals, comments");
    int hard = section.indexOf("These words are never names");
    int soft = section.indexOf("These are keywords only where");
    assertThat(new TreeSet<>(codes(section.substring(hard, soft))))
        .isEqualTo(new TreeSet<>(words.subList(0, words.indexOf("tulle"))));
    var documented = new TreeSet<>(codes(section.substring(soft, section.indexOf("```", soft))));
    documented.remove("Dense");
    assertThat(documented)
        .isEqualTo(new TreeSet<>(words.subList(words.indexOf("tulle"), words.size())));
  }

  /** The compiler lists them where a rule is unlike any of them. */
  @Test
  void namesEveryRuleOfARecipe() throws IOException {
    List<String> rules =
        listed(
            """
            tulle 1
            net N { input x: [1]  target t: [1]  output y = x -> Dense(1)  loss l = mse(y, t) }
            data D { from = csv("d.csv")  x = column("x")  t = column("t") }
            train N on D { optimizer = Adam  qqqqqqqqqq = 1 }
            """);
    assertThat(rules).contains("epochs", "metrics", "freeze").hasSizeGreaterThan(10);
    List<String> codes = codes(section("## Recipes"));
    assertThat(rules).allMatch(rule -> codes.stream().anyMatch(c -> c.matches(rule + "\\b.*")));
  }

  @Test
  void namesEveryFunctionOfData() throws IOException {
    List<String> functions =
        listed(
            """
            tulle 1
            net N { input x: [1]  target t: [1]  output y = x -> Dense(1)  loss l = mse(y, t) }
            data D { from = csv("d.csv")  x = qqqqqqqqqq(1)  t = column("t") }
            train N on D { optimizer = Adam }
            """);
    assertThat(functions).contains("columns", "standardize").hasSizeGreaterThan(5);
    List<String> codes = codes(section("## Data"));
    assertThat(functions)
        .allMatch(f -> codes.stream().anyMatch(c -> c.matches("(-> )?" + f + "\\b.*")));
  }

  /** What the help of the only mistake lists. */
  private static List<String> listed(String text) {
    List<Diagnostic> found =
        TulleCompiler.compileSources(
                List.of(new SourceFile("list.net", text)), CompileOptions.DEFAULT)
            .diagnostics();
    assertThat(found).hasSize(1);
    String help = found.get(0).help().replace("`", "");
    assertThat(help).startsWith("there are ");
    return List.of(help.substring("there are ".length()).split(", | and "));
  }

  private static String section(String title) throws IOException {
    String document = Files.readString(Document.REPOSITORY.resolve("docs/language.md"));
    int start = document.indexOf(title + "\n");
    assertThat(start).as(title).isNotNegative();
    int end = document.indexOf("\n## ", start + 1);
    return document.substring(start, end);
  }

  private static List<String> codes(String section) {
    return Document.parse(Path.of("section.md"), section).codes();
  }
}
