package dev.tulle.compiler.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The document of the library says what the library's files say. */
class LibraryMarkdownTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "library.md");

  static Stream<LibraryModule> modules() {
    return LibraryReader.modules().stream();
  }

  static Stream<LibraryEntry> entries() {
    return modules().flatMap(m -> m.entries().stream());
  }

  /** With {@code -Dtulle.regenerate=true} the document is written anew, and the run still fails. */
  @Test
  void documentIsUpToDate() throws IOException {
    String generated = LibraryMarkdown.of(LibraryReader.modules());
    String written = Files.exists(DOCUMENT) ? Files.readString(DOCUMENT) : "";
    if (Boolean.getBoolean("tulle.regenerate") && !generated.equals(written)) {
      Files.writeString(DOCUMENT, generated);
      fail(DOCUMENT + " was written anew: read it, then run without tulle.regenerate");
    }
    assertThat(written).isEqualTo(generated);
  }

  @ParameterizedTest
  @MethodSource("entries")
  void everyDefinitionIsDescribed(LibraryEntry entry) {
    assertThat(entry.description()).as(entry.name()).endsWith(".").doesNotContain("    ");
  }

  @ParameterizedTest
  @MethodSource("modules")
  void everyFileHasAnIntroductionAndAnExample(LibraryModule module) {
    assertThat(module.introduction()).as(module.name()).endsWith(".");
    assertThat(module.entries()).as(module.name()).anyMatch(e -> !e.example().isEmpty());
  }

  @Test
  void readsWhatABlockSays() {
    LibraryEntry dense = entries().filter(e -> e.name().equals("Dense")).findFirst().orElseThrow();
    assertThat(dense.kind()).isEqualTo("block");
    assertThat(dense.signature()).isEqualTo("Dense(units, bias = true, init = he_uniform)");
    assertThat(dense.shapes()).isEqualTo(List.of("`[..., n] -> [..., units]`"));
    assertThat(dense.inputs()).isEqualTo(List.of("x: [..., n]"));
    assertThat(dense.weights()).first().isEqualTo("w: [n, units] ~ init");
    assertThat(dense.memories()).isEmpty();
    assertThat(dense.example()).startsWith("let ");
    assertThat(dense.text()).startsWith("block Dense(").endsWith("}");
  }
}
