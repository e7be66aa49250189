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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Golden pairs: {@code snippets/<CODE>/x.net} beside {@code x.txt}, which holds what the compiler
 * prints for it. A folder {@code x} beside {@code x.txt} holds files that are compiled together.
 * With {@code -Dtulle.regenerate=true} the texts are written anew where they differ, and the run
 * still fails.
 */
public final class Snippets {
  private static final Path FOLDER = Path.of("src/test/resources/snippets");

  private Snippets() {}

  /**
   * A test for each snippet of a family of codes, and one for each text whose snippet is gone.
   *
   * @param family the letter its codes begin with
   * @param check what finds the mistakes of files
   */
  public static Stream<DynamicTest> tests(
      String family, Function<List<SourceFile>, List<Diagnostic>> check) {
    return entries()
        .filter(file -> code(file).startsWith(family))
        .map(
            file ->
                DynamicTest.dynamicTest(
                    FOLDER.relativize(file).toString(), () -> verify(file, check)));
  }

  /** The codes that have a snippet. */
  public static List<String> codes() {
    return entries().filter(Snippets::isSnippet).map(Snippets::code).distinct().sorted().toList();
  }

  private static void verify(Path file, Function<List<SourceFile>, List<Diagnostic>> check)
      throws IOException {
    if (!isSnippet(file)) {
      assertThat(sibling(file, ".net").toFile().exists() || sibling(file, "").toFile().exists())
          .as("there is a snippet of " + file)
          .isTrue();
      return;
    }
    List<Diagnostic> found = check.apply(sources(file));
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

  private static List<SourceFile> sources(Path snippet) throws IOException {
    List<Path> files = Files.isDirectory(snippet) ? inside(snippet) : List.of(snippet);
    var sources = new ArrayList<SourceFile>();
    for (Path file : files) {
      sources.add(new SourceFile(file.getFileName().toString(), Files.readString(file)));
    }
    return sources;
  }

  /** What stands in the folders of the codes. */
  private static Stream<Path> entries() {
    return inside(FOLDER).stream().flatMap(code -> inside(code).stream());
  }

  private static List<Path> inside(Path folder) {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSnippet(Path entry) {
    return Files.isDirectory(entry) || entry.toString().endsWith(".net");
  }

  private static String code(Path file) {
    return FOLDER.relativize(file).getName(0).toString();
  }

  private static Path sibling(Path file, String extension) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return file.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + extension);
  }
}
