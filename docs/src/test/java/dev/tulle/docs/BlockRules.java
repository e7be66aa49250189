package dev.tulle.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;

/**
 * What each block of a document must pass, in the order of the document. A block without a rule
 * fails.
 */
final class BlockRules {
  /** What a block says besides its language, for each language. */
  private static final Map<String, Set<String>> ATTRIBUTES =
      Map.of(
          "net", Set.of("in", "file", "error", "warning", "source"),
          "java", Set.of("in", "file", "source"),
          "sh", Set.of("exit", "builds", "project"),
          "text", Set.of("figure", "source"),
          "mermaid", Set.of(),
          "", Set.of(),
          "xml", Set.of("file", "source"),
          "json", Set.of("file", "printed"),
          "csv", Set.of("file"),
          "antlr", Set.of("source"));

  private final Document document;
  private final Workplace workplace;
  private final NetBlocks nets;
  private Optional<String> printed = Optional.empty();

  BlockRules(Document document, Workplace workplace) {
    this.document = document;
    this.workplace = workplace;
    this.nets = new NetBlocks(workplace);
  }

  void check(Block block) throws Exception {
    assertThat(ATTRIBUTES).as("languages that have a rule").containsKey(block.language());
    assertThat(ATTRIBUTES.get(block.language()))
        .as("what a block in `%s` can say", block.language())
        .containsAll(block.attributes().keySet());
    if (block.has("source")) {
      excerpt(block);
      return;
    }
    switch (block.language()) {
      case "net" -> printed = Optional.of(nets.check(block, completed(block)));
      case "java" -> {
        if (block.has("file")) {
          workplace.write(block.attributes().get("file"), block.text());
        }
        nets.compileJava(completed(block));
      }
      case "sh" -> shell(block);
      case "text", "mermaid", "" -> output(block);
      case "xml" -> xml(block);
      case "json" -> {
        JSON.std.anyFrom(block.text());
        if (block.has("printed")) {
          ShownJson.check(block.text(), printed());
        }
        keep(block);
      }
      case "csv" -> {
        assertThat(block.attributes()).as("a table belongs to a file").containsKey("file");
        keep(block);
      }
      default -> throw new AssertionError("`" + block.language() + "` only shows a `source`");
    }
  }

  /** A fragment inside of the template that it names, at the line of an ellipsis. */
  private String completed(Block block) {
    if (!block.has("in")) {
      return block.text();
    }
    String name = block.attributes().get("in");
    assertThat(document.templates()).as("templates of the document").containsKey(name);
    String template = document.templates().get(name);
    assertThat(template.lines()).as("the template " + name).anyMatch(l -> l.strip().equals("…"));
    return template.replaceFirst(
        "(?m)^ *…$", java.util.regex.Matcher.quoteReplacement(block.text().stripTrailing()));
  }

  /** A block that shows a part of a file is that part. */
  private static void excerpt(Block block) throws IOException {
    Path file = Document.REPOSITORY.resolve(block.attributes().get("source"));
    assertThat(Files.readString(file)).contains(block.text());
  }

  private void shell(Block block) throws IOException, InterruptedException {
    if (block.has("builds")) {
      block.text().lines().forEach(BlockRules::build);
      printed = Optional.empty();
      return;
    }
    Workplace.Outcome outcome = workplace.run(block.text());
    int expected = Integer.parseInt(block.get("exit").orElse("0"));
    assertThat(outcome.code()).as(outcome.output()).isEqualTo(expected);
    printed = Optional.of(outcome.output());
  }

  /**
   * A command that builds the checkout, which a test inside of that build cannot run: what it names
   * must be there.
   */
  private static void build(String line) {
    String[] words = line.replaceAll("\\s#.*", "").strip().split("\\s+");
    switch (words[0]) {
      case "mvn" -> {
        for (int i = 1; i < words.length - 1; i++) {
          if (words[i].equals("-pl")) {
            Stream.of(words[i + 1].split(",")).forEach(m -> assertExists(m + "/pom.xml"));
          } else if (words[i].equals("-f")) {
            assertExists(words[i + 1]);
          }
        }
      }
      case "java" -> {
        assertThat(words[1]).isEqualTo("-jar");
        assertExists(words[2].replaceAll("/target/.*", "/pom.xml"));
      }
      default -> assertExists(words[0]);
    }
  }

  private static void assertExists(String path) {
    assertThat(Document.REPOSITORY.resolve(path)).exists();
  }

  /** What a block shows is what the block before it printed. */
  private void output(Block block) {
    if (block.has("figure")) {
      return;
    }
    Shown.check(block.text(), printed());
  }

  /** What the last block printed. */
  String printed() {
    assertThat(printed).as("a block in front that prints something").isPresent();
    return printed.orElseThrow();
  }

  private void xml(Block block) throws IOException {
    assertThatCode(
            () ->
                DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(block.text().getBytes(StandardCharsets.UTF_8))))
        .doesNotThrowAnyException();
    keep(block);
  }

  private void keep(Block block) throws IOException {
    if (block.has("file")) {
      workplace.write(block.attributes().get("file"), block.text());
    }
  }
}
