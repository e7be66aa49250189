package dev.tulle.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.source.SourceFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that does not parse neither hides the mistakes of others nor makes up new ones. */
class DamagedFilesTest {
  private static final SourceFile DAMAGED =
      new SourceFile(
          "parts.net", "tulle 1\nmodule a.parts\nblock Part(n) = Dense(n -> relu\nconst two = 2\n");

  @Test
  void theMistakesOfTheOtherFilesAreFound() {
    var other =
        new SourceFile(
            "other.net", "tulle 1\nnet Other {\n  input x: [4]\n  output y = x -> Dence(2)\n}\n");
    assertThat(codes(DAMAGED, other)).containsExactly("other.net N101", "parts.net S001");
    assertThat(codes(other, DAMAGED)).containsExactly("other.net N101", "parts.net S001");
  }

  @Test
  void whatIsImportedFromIt_isNotUnknownAsWell() {
    var user =
        new SourceFile(
            "user.net",
            """
            tulle 1
            import a.parts.{Part, two}
            import a.parts as p
            net User {
              input x: [4]
              output y = x -> Part(two) -> p.Part(p.two)
              output z = x -> Dence(2)
            }
            """);
    assertThat(codes(user, DAMAGED)).containsExactly("parts.net S001", "user.net N101");
  }

  /** All names of a damaged file are not known, so that those that use them are not looked at. */
  @Test
  void whatImportsAllOfItIsLeftAlone() {
    var user =
        new SourceFile(
            "user.net",
            "tulle 1\nmodule a.user\nimport a.parts\nblock Two = Part(two) -> Unknown\n");
    var further =
        new SourceFile(
            "further.net",
            "tulle 1\nimport a.user.{Two}\nnet N {\n  input x: [4]\n  output y = x -> Two\n}\n");
    assertThat(codes(DAMAGED, user, further)).containsExactly("parts.net S001");
  }

  @Test
  void anArgumentMayBelongToANetThatDidNotParse() {
    CompileResult result =
        TulleCompiler.compileSources(
            List.of(DAMAGED), new CompileOptions(Map.of("width", "3"), (pass, text) -> {}));
    assertThat(names(result)).containsExactly("parts.net S001");
  }

  @Test
  void aFileThatCannotBeReadHidesNothing(@TempDir Path folder) throws Exception {
    Path user = folder.resolve("user.net");
    Files.writeString(
        user,
        "tulle 1\nimport a.parts.{Part}\nnet N {\n  input x: [4]\n  output y = x -> Part -> Dence(2)\n}\n");
    Path binary = Files.write(folder.resolve("parts.net"), new byte[] {(byte) 0xff, 0});
    CompileResult result = TulleCompiler.compile(List.of(binary, user), CompileOptions.DEFAULT);
    assertThat(result.diagnostics())
        .extracting(d -> d.code().name())
        .containsExactly("S006", "N101");
  }

  private static List<String> codes(SourceFile... files) {
    return names(TulleCompiler.compileSources(Arrays.asList(files), CompileOptions.DEFAULT));
  }

  private static List<String> names(CompileResult result) {
    return result.diagnostics().stream().map(DamagedFilesTest::name).toList();
  }

  private static String name(Diagnostic diagnostic) {
    return (diagnostic.primary() == null ? "" : diagnostic.primary().file().name() + " ")
        + diagnostic.code();
  }
}
