package dev.tulle.compiler.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import dev.tulle.compiler.CompileOptions;
import dev.tulle.compiler.CompileResult;
import dev.tulle.compiler.TulleCompiler;
import dev.tulle.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * All of what is generated for the example {@code digits}, as it is read. With {@code
 * -Dtulle.regenerate=true} the texts are written anew where they differ, and the run still fails.
 */
class GeneratedTextTest {
  private static final Path NET = Path.of("../examples/digits/digits.net");
  private static final Path FOLDER = Path.of("src/test/resources/generated/digits");

  private static List<GeneratedFile> digits(String folder) throws IOException {
    CompileResult result =
        TulleCompiler.compileSources(
            List.of(new SourceFile(folder + "digits.net", Files.readString(NET))),
            CompileOptions.DEFAULT);
    assertThat(result.diagnostics()).isEmpty();
    return JavaWriter.write(result.programs().get(0));
  }

  private static Path golden(GeneratedFile file) {
    return FOLDER.resolve(Path.of(file.path()).getFileName() + ".txt");
  }

  @Test
  void digitsIsGeneratedAsItWas() throws IOException {
    boolean changed = false;
    for (GeneratedFile file : digits("")) {
      Path text = golden(file);
      String expected = Files.exists(text) ? Files.readString(text) : "";
      if (Boolean.getBoolean("tulle.regenerate") && !file.text().equals(expected)) {
        Files.createDirectories(FOLDER);
        Files.writeString(text, file.text());
        changed = true;
      } else {
        assertThat(file.text()).as(text.toString()).isEqualTo(expected);
      }
    }
    if (changed) {
      fail(FOLDER + " was written anew: read it, then run without tulle.regenerate");
    }
  }

  @Test
  void everyTextIsOfAFileThatIsGenerated() throws IOException {
    List<Path> wanted = digits("").stream().map(GeneratedTextTest::golden).sorted().toList();
    try (Stream<Path> found = Files.list(FOLDER)) {
      assertThat(found.sorted().toList()).isEqualTo(wanted);
    }
  }

  @Test
  void theFolderOfTheSourceIsInNoText() throws IOException {
    assertThat(digits("/some/where/else/")).isEqualTo(digits(""));
  }

  /** Java writes numbers with the digits of the default locale where nothing else is said. */
  @Test
  void theLanguageOfTheMachineIsInNoText() throws IOException {
    List<GeneratedFile> files = digits("");
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("fa-IR"));
      assertThat(digits("")).isEqualTo(files);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void nothingOfALoopKernelIsLeftOver() throws IOException {
    for (GeneratedFile file : digits("")) {
      if (file.vectorApi()) {
        for (String constant : List.of("SPECIES", "LANES", "IOTA", "INT_IOTA")) {
          assertThat(file.text().split("\\b" + constant + "\\b", -1).length)
              .as(constant + " in " + file.className())
              .isNotEqualTo(2);
        }
      }
      assertThat(file.text())
          .as(file.className())
          .doesNotContain("(-0.", "(-1.")
          .doesNotContainPattern("float r\\d+ = a\\d+;")
          .doesNotContainPattern("int \\w+ = t;");
    }
  }
}
