package dev.tulle.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.tulle.compiler.diag.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Writes anew what the pages of errors show of the compiler's output, when asked to; without that
 * {@code DocumentsTest} compares it, in the document made of them. Afterwards that document is to
 * be made with {@code ErrorMarkdownTest}.
 */
@EnabledIfSystemProperty(named = "tulle.regenerate", matches = "true")
class ErrorPagesTest {
  private static final Path PAGES = Path.of("compiler/src/main/resources/dev/tulle/errors");

  @ParameterizedTest
  @EnumSource(Code.class)
  void outputIsUpToDate(Code code, @TempDir Path folder) throws Exception {
    Document page = Document.read(PAGES.resolve(code + ".md"));
    var workplace = new Workplace(folder);
    var rules = new BlockRules(page, workplace);
    Path file = Document.REPOSITORY.resolve(page.path());
    String before = Files.readString(file);
    for (Block block : page.blocks()) {
      if (block.language().equals("text")) {
        String root = workplace.folder().toString();
        rewrite(file, block, rules.printed().replace(root, "…"));
      } else {
        rules.check(block);
      }
    }
    if (!Files.readString(file).equals(before)) {
      fail(page + " was written anew: read it, then run ErrorMarkdownTest");
    }
  }

  private static void rewrite(Path file, Block shown, String printed) throws IOException {
    try {
      Shown.check(shown.text(), printed);
    } catch (AssertionError differs) {
      String old = "```text\n" + shown.text() + "```\n";
      String text = Files.readString(file);
      assertThat(text).containsOnlyOnce(old);
      Files.writeString(
          file,
          text.replace(old, "```text\n" + Shown.cleaned(printed).stripTrailing() + "\n```\n"));
    }
  }
}
