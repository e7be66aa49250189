package dev.tulle.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every block of every document is compiled or run, and every link leads somewhere; what builds a
 * project is left to {@link ProjectDocumentsIT}. With {@code -Dtulle.document=README.md} only
 * documents are looked at whose paths end so.
 */
class DocumentsTest {
  private static final Pattern COMMAND = Pattern.compile("(?:\\./)?tulle ([a-z]+)\\b(.*)");
  private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]*");

  @TempDir static Path folder;

  static List<Document> documents() {
    String only = System.getProperty("tulle.document", "");
    return Document.all().stream().filter(d -> d.toString().endsWith(only)).toList();
  }

  @TestFactory
  Stream<DynamicNode> blocks() {
    return documents().stream()
        .filter(d -> !d.blocks().isEmpty() && !d.buildsProject())
        .map(d -> DynamicContainer.dynamicContainer(d.toString(), tests(d, root(d))));
  }

  /** A test for each block; the first one begins the folder that all of them work in. */
  static Stream<DynamicTest> tests(Document document, Callable<Workplace> begin) {
    var rules = new ArrayList<BlockRules>();
    return document.blocks().stream()
        .map(
            block ->
                DynamicTest.dynamicTest(
                    block.title(),
                    () -> {
                      if (rules.isEmpty()) {
                        rules.add(new BlockRules(document, begin.call()));
                      }
                      rules.get(0).check(block);
                    }));
  }

  private static Callable<Workplace> root(Document document) {
    return () -> new Workplace(Files.createDirectories(folder.resolve(document.path())));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void linksLeadSomewhere(Document document) {
    for (String link : document.links()) {
      if (link.matches("https://.*")) {
        continue;
      }
      String[] parts = link.split("#", 2);
      Path file =
          parts[0].isEmpty()
              ? document.path()
              : Path.of("").resolve(document.path()).resolveSibling(parts[0]).normalize();
      assertThat(Document.REPOSITORY.resolve(file)).as(link).exists();
      if (parts.length == 2) {
        assertThat(Document.read(file).anchors()).as(link).contains(parts[1]);
      }
    }
  }

  /** The commands and options that running text names are there. */
  @Test
  void commandsExist() throws IOException, InterruptedException {
    var workplace = new Workplace(Files.createDirectories(folder.resolve("commands")));
    Map<String, Set<String>> options = new HashMap<>();
    for (Document document : Document.all()) {
      for (String code : document.codes()) {
        Matcher command = COMMAND.matcher(code);
        if (command.matches()) {
          Matcher option = OPTION.matcher(command.group(2));
          Set<String> named = options.computeIfAbsent(command.group(1), k -> new TreeSet<>());
          option.results().forEach(m -> named.add(m.group()));
        }
      }
    }
    assertThat(options).isNotEmpty();
    for (Map.Entry<String, Set<String>> entry : options.entrySet()) {
      Workplace.Outcome help = workplace.run("tulle " + entry.getKey() + " --help");
      assertThat(help.code()).as(entry.getKey()).isZero();
      for (String option : entry.getValue()) {
        assertThat(help.output()).as("tulle " + entry.getKey()).contains(option);
      }
    }
  }
}
