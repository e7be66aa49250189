package dev.tulle.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticPrinter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that nobody means well with: each ends soon in a diagnostic of a length one can read. */
@Timeout(60)
class HostileInputTest {
  /** The longest that is printed for one mistake, in characters. */
  private static final int READABLE = 1_500;

  @TempDir private Path folder = Path.of("");

  @Test
  void aLineOfTenMillionCharactersIsRefused() throws IOException {
    assertThat(codes(net("x + ".repeat(2_500_000) + "x"))).containsExactly(Code.S006);
    assertThat(codes(net("z".repeat(10_000_000)))).containsExactly(Code.S006);
  }

  @Test
  void longWordsAreShortened() throws IOException {
    assertThat(codes(net("z".repeat(500_000)))).containsExactly(Code.N101);
    assertThat(codes(net("x * " + "9".repeat(500_000)))).containsExactly(Code.S005);
    assertThat(codes(net("\"" + "\u6F22".repeat(500_000) + "\" + zz"))).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x\0", "x \u001B[31m"})
  void controlCharactersAreRefused(String value) throws IOException {
    assertThat(codes(net(value))).containsExactly(Code.S006);
  }

  @Test
  void onlyUtf8IsRead() throws IOException {
    assertThat(codes(net("x \u00E9").getBytes(StandardCharsets.ISO_8859_1)))
        .containsExactly(Code.S006);
    assertThat(codes(net("x").getBytes(StandardCharsets.UTF_16))).containsExactly(Code.S006);
  }

  @Test
  void marksAndLineEndsOfOtherSystemsAreRead() throws IOException {
    assertThat(codes("\uFEFF" + net("x"))).isEmpty();
    assertThat(codes(net("x").replace("\n", "\r\n"))).isEmpty();
    assertThat(codes(net("zz").replace("\n", "\r\n"))).containsExactly(Code.N101);
  }

  @Test
  void depthIsLimited() throws IOException {
    assertThat(codes(net("(".repeat(100_000) + "x"))).containsExactly(Code.S007);
    assertThat(codes("tulle 1\n" + "net A {".repeat(20_000))).containsExactly(Code.S007);
    assertThat(codes(net("x" + "[0]".repeat(5_000)))).containsExactly(Code.S007);
  }

  @ParameterizedTest
  @ValueSource(strings = {"  let a%d = q%d", "  let = )", "  let a%d = $ $", "  inpt z: [4]"})
  void thousandsOfMistakesAreCapped(String line) throws IOException {
    String lines =
        IntStream.range(0, 20_000)
            .mapToObj(i -> line.replace("%d", Integer.toString(i)))
            .collect(Collectors.joining("\n"));
    List<Diagnostic> found =
        diagnostics(("tulle 1\nnet A {\n  input x: [4]\n" + lines + "\n}\n").getBytes(UTF_8));
    assertThat(found).hasSize(101);
    assertThat(found.get(100).message()).isEqualTo("there are more mistakes than the 100 above");
  }

  @Test
  void sizesBeyondAllMeasureAreRefused() throws IOException {
    assertThat(codes("tulle 1\nnet A {\n  input x: [9007199254740992]\n  output y = x\n}\n"))
        .containsExactly(Code.T216);
    assertThat(codes(net("x -> (Dense(4) * 1000) * 1000"))).containsExactly(Code.T213);
    String halves = "tulle 1\nnet A {\n  input x: [1000000]\n  let (a, b) = x -> unstack(0)\n";
    assertThat(codes(halves + "  output y = a + b\n}\n")).containsExactly(Code.T213);
  }

  @Test
  void whatDoublesEachTimeComesToAnEnd() throws IOException {
    String blocks =
        IntStream.range(1, 40)
            .mapToObj(
                i ->
                    "block B%d { input x output y = x -> B%d -> B%d }\n".formatted(i, i - 1, i - 1))
            .collect(Collectors.joining());
    String net = "net A {\n  input x: [4]\n  output y = x -> B39\n}\n";
    assertThat(codes("tulle 1\nblock B0 { input x output y = x -> relu }\n" + blocks + net))
        .containsExactly(Code.N105);
    String powers =
        IntStream.range(1, 30)
            .mapToObj(i -> "const a%d = a%d * a%d\n".formatted(i, i - 1, i - 1))
            .collect(Collectors.joining());
    assertThat(codes("tulle 1\ndim p = 1, q = 1, r = 1\nconst a0 = p + q + r\n" + powers))
        .containsExactly(Code.T213);
  }

  @Test
  void importsThatLeadBackEnd() throws IOException {
    Files.writeString(
        folder.resolve("other.net"),
        "tulle 1\nmodule other\nimport hostile.{A}\nblock B { input x  output y = x -> A }\n");
    assertThat(
            codes(
                "tulle 1\nmodule hostile\nimport other.{B}\n"
                    + "block A { input x  output y = x -> B }\n"
                    + "net N {\n  input x: [4]\n  output y = x -> A\n}\n"))
        .containsExactly(Code.N105);
  }

  @Test
  void aFolderIsNoFile() throws IOException {
    Files.createDirectory(folder.resolve("layers.net"));
    assertThat(
            codes(
                "tulle 1\nmodule hostile\nimport layers.{A}\n"
                    + "net N {\n  input x: [4]\n  output y = x -> A\n}\n"))
        .containsExactly(Code.N107);
    List<Diagnostic> found =
        TulleCompiler.compile(List.of(folder), CompileOptions.DEFAULT).diagnostics();
    assertThat(found).extracting(Diagnostic::code).containsExactly(Code.S006);
  }

  @Test
  void aFileThatIsNotThereHasANeighbour() throws IOException {
    Files.writeString(folder.resolve("digits.net"), net("x"));
    List<Diagnostic> found =
        TulleCompiler.compile(List.of(folder.resolve("digit.net")), CompileOptions.DEFAULT)
            .diagnostics();
    assertThat(found).extracting(Diagnostic::code).containsExactly(Code.S006);
    assertThat(found.get(0).help()).startsWith("a similar file is ").endsWith("digits.net");
  }

  private static final java.nio.charset.Charset UTF_8 = StandardCharsets.UTF_8;

  private static String net(String value) {
    return "tulle 1\nnet A {\n  input x: [4]\n  output y = " + value + "\n}\n";
  }

  private List<Code> codes(String text) throws IOException {
    return codes(text.getBytes(UTF_8));
  }

  private List<Code> codes(byte[] text) throws IOException {
    return diagnostics(text).stream().map(Diagnostic::code).toList();
  }

  private List<Diagnostic> diagnostics(byte[] text) throws IOException {
    Path file = Files.write(folder.resolve("hostile.net"), text);
    List<Diagnostic> found =
        TulleCompiler.compile(List.of(file), CompileOptions.DEFAULT).diagnostics();
    for (Diagnostic diagnostic : found) {
      assertThat(diagnostic.help()).isNotBlank();
      assertThat(new DiagnosticPrinter(false).print(diagnostic)).hasSizeLessThan(READABLE);
    }
    return found;
  }
}
