package dev.tulle.compiler.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticJson;
import dev.tulle.compiler.diag.DiagnosticPrinter;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.source.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No text makes the parser throw, and what it does not report it has read. */
class SyntaxFuzzTest {
  @Test
  void readsRandomCharacters() {
    for (int seed = 0; seed < 1_000; seed++) {
      assertReads(new RandomText(seed).characters(200));
    }
  }

  @Test
  void readsRandomTokens() {
    for (int seed = 0; seed < 3_000; seed++) {
      assertReads(new RandomText(seed).soup(5 + seed % 100));
      assertReads("tulle 1\nnet A {\n" + new RandomText(seed).soup(5 + seed % 60) + "\n}");
    }
  }

  @Test
  void readsDamagedPrograms() {
    List<SourceFile> programs = Programs.all();
    for (int seed = 0; seed < 2_000; seed++) {
      assertReads(new RandomText(seed).damaged(programs.get(seed % programs.size()).text()));
    }
  }

  @Test
  void readsEveryBeginningOfAProgram() {
    String text = Programs.all().get(0).text();
    for (int length = 0; length <= text.length(); length++) {
      assertReads(text.substring(0, length));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(", "[", "f(", "-", "not ", "x[", "if a then b else ", "x: ", "2 ^ ", "{"})
  void refusesDeepNesting(String part) {
    assertThat(codes("tulle 1\nconst c = " + part.repeat(10_000) + "1")).containsExactly(Code.S007);
  }

  @ParameterizedTest
  @ValueSource(strings = {" + 1", " -> F", "(1)", "[1]", ".a", " as [1]"})
  void refusesLongChains(String part) {
    assertThat(codes("tulle 1\nconst c = x" + part.repeat(10_000))).containsExactly(Code.S007);
  }

  @Test
  void readsWhatIsLongButNotDeep() {
    String list = "tulle 1\nconst c = [" + "f(1, a = 2), ".repeat(20_000) + "1]\n";
    assertThat(codes(list)).isEmpty();
    String pipeline = "tulle 1\nconst c = x" + "\n -> Dense(10, bias = false) -> relu".repeat(80);
    assertThat(codes(pipeline)).isEmpty();
    String lines = "tulle 1\nnet A {\n" + "  check a mod 2 == 0\n  output y\n".repeat(5_000) + "}";
    assertThat(codes(lines)).isEmpty();
  }

  private static void assertReads(String text) {
    var file = new SourceFile("fuzz.net", text);
    var sink = new DiagnosticSink();
    NetFile tree = read(file, sink);
    assertThat(new DiagnosticPrinter(true).print(sink.sorted())).isNotNull();
    assertThat(DiagnosticJson.write(sink.sorted()).lines()).hasSize(sink.sorted().size());
    if (sink.hasErrors()) {
      return;
    }
    assertThat(TreeText.of(tree)).as(text).doesNotContain("(Broken");
    var printed = new SourceFile("printed.net", SyntaxPrinter.print(tree));
    assertThat(TreeText.of(SyntaxReader.read(printed, sink))).as(text).isEqualTo(TreeText.of(tree));
    assertThat(sink.sorted()).as(printed.text()).isEmpty();
  }

  private static NetFile read(SourceFile file, DiagnosticSink sink) {
    try {
      return SyntaxReader.read(file, sink);
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError(file.text(), e);
    }
  }

  private static List<Code> codes(String text) {
    var sink = new DiagnosticSink();
    SyntaxReader.read(new SourceFile("deep.net", text), sink);
    return sink.sorted().stream().map(Diagnostic::code).toList();
  }
}
