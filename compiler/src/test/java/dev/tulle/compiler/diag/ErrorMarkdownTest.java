package dev.tulle.compiler.diag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each code has a page, and the document of errors holds the pages. {@code DocumentsTest} runs what
 * they show.
 */
class ErrorMarkdownTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "errors.md");
  private static final Path PAGES = Path.of("src", "main", "resources", "dev", "tulle", "errors");

  /** With {@code -Dtulle.regenerate=true} the document is written anew, and the run still fails. */
  @Test
  void documentIsUpToDate() throws IOException {
    String generated = ErrorMarkdown.of(Arrays.stream(Code.values()).map(ErrorPage::of).toList());
    String written = Files.exists(DOCUMENT) ? Files.readString(DOCUMENT) : "";
    if (Boolean.getBoolean("tulle.regenerate") && !generated.equals(written)) {
      Files.writeString(DOCUMENT, generated);
      fail(DOCUMENT + " was written anew: read it, then run without tulle.regenerate");
    }
    assertThat(written).isEqualTo(generated);
  }

  @Test
  void pagesAreThoseOfTheCodes() throws IOException {
    try (Stream<Path> files = Files.list(PAGES)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Arrays.stream(Code.values()).map(c -> c + ".md").toList());
    }
  }

  /** A reason, a mistake with this code or a command that ends with 1, its output, and a fix. */
  @ParameterizedTest
  @EnumSource(Code.class)
  void pagesSayWhyWhatAndHow(Code code) {
    String page = ErrorPage.of(code).markdown();
    assertThat(page).matches("(?s)[A-Z`].*").endsWith("```\n").doesNotContain("\n\n\n");
    assertThat(page).containsPattern("```(net (error|warning)=" + code + "|sh exit=1)\n");
    assertThat(page).containsPattern("(?m)^(error|warning)\\[" + code + "]: ");
    int output = page.indexOf("```text\n");
    assertThat(page.substring(output))
        .containsPattern("\n\n[A-Z`\\[](?:[^\n]+\n)+\n```(net|sh|csv)");
  }

  @Test
  void terminalsSeeNoFencesAndLinks() {
    String markdown = "See [a](b.md#c).\n\n```net error=T201\nnet A {\n\n}\n```\n";
    assertThat(new ErrorPage(Code.T201, markdown).plain())
        .isEqualTo(
            "T201: " + Code.T201.title() + "\n\nSee a (docs/b.md).\n\n    net A {\n\n    }\n");
  }

  @ParameterizedTest
  @EnumSource(Code.class)
  void addressesLeadToSections(Code code) {
    assertThat(ErrorPage.address(code))
        .isEqualTo("docs/errors.md#" + code.name().toLowerCase(Locale.ROOT));
  }
}
