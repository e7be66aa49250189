package dev.tulle.compiler.snippet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticPrinter;
import dev.tulle.compiler.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Golden pairs: {@code snippets/<CODE>/x.net} beside {@code x.txt}, which holds what the compiler
 * prints for it. With {@code -Dtulle.regenerate=true} the texts are written anew where they differ,
 * and the run still fails.
 */
public final class Snippets {
  private static final Path FOLDER = Path.of("src/test/resources/snippets");

  private Snippets() {}

  /**
   * A test for each snippet of a family of codes, and one for each text whose snippet is gone.
   *
   * @param family the letter its codes begin with
   * @param check what finds the mistakes of a file
   */
  public static Stream<DynamicTest> tests(
      String family, Function<SourceFile, List<Diagnostic>> check) {
    return files()
        .filter(file -> code(file).startsWith(family))
        .map(
            file ->
                DynamicTest.dynamicTest(
                    FOLDER.relativize(file).toString(), () -> verify(file, check)));
  }

  /** The codes that have a snippet. */
  public static List<String> codes() {
    return files().filter(Snippets::isSnippet).map(Snippets::code).distinct().sorted().toList();
  }

  private static void verify(Path file, Function<SourceFile, List<Diagnostic>> check)
      throws IOException {
    if (!isSnippet(file)) {
      assertThat(sibling(file, ".net")).as("the snippet of " + file).exists();
      return;
    }
    var source = new SourceFile(file.getFileName().toString(), Files.readString(file));
    List<Diagnostic> found = check.apply(source);
    String actual = new DiagnosticPrinter(false).print(found);
    assertThat(found).extracting(d -> d.code().name()).contains(code(file));
    Path text = sibling(file, ".txt");
    String expected = Files.exists(text) ? Files.readString(text) : "";
    if (Boolean.getBoolean("tulle.regenerate") && !actual.equals(expected)) {
      Files.writeString(text, actual);
      fail(text + " was written anew: read it, then run without tulle.regenerate");
    }
    assertThat(actual).isEqualTo(expected);
  }

  private static Stream<Path> files() {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files.filter(Files::isRegularFile).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSnippet(Path file) {
    return file.toString().endsWith(".net");
  }

  private static String code(Path file) {
    return FOLDER.relativize(file).getName(0).toString();
  }

  private static Path sibling(Path file, String extension) {
    String name = file.getFileName().toString();
    return file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + extension);
  }
}
