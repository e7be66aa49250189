package dev.tulle.compiler.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A rule has one label: in the code that holds it, on the page of operators, and in its test. */
class RuleLabelsTest {
  /** As messages begin: {@code "contraction C1: …"}. */
  private static final Pattern RULE = Pattern.compile("\"([a-z]+) ([A-Z][0-9])[:\"]");

  private static final Pattern ON_THE_PAGE = Pattern.compile("\\b([A-Z][0-9]):");

  @Test
  void codeAndPageHaveTheSameRules() throws IOException {
    assertThat(new TreeSet<>(rules().keySet()))
        .hasSizeGreaterThan(40)
        .isEqualTo(
            new TreeSet<>(
                ON_THE_PAGE
                    .matcher(Files.readString(Path.of("..", "docs", "ops.md")))
                    .results()
                    .map(r -> r.group(1))
                    .toList()));
  }

  @Test
  void everyRuleIsTested() throws IOException {
    String tests = "";
    for (String name : new String[] {"ShapeRulesTest", "ScanRulesTest", "GraphVerifierTest"}) {
      tests +=
          Files.readString(
              Path.of("src", "test", "java", "dev", "tulle", "compiler", "shape", name + ".java"));
    }
    for (Map.Entry<String, String> rule : rules().entrySet()) {
      String label = rule.getKey();
      assertThat(tests)
          .as("a test of %s %s", rule.getValue(), label)
          .containsAnyOf("\"" + rule.getValue() + " " + label + "\"", "\"" + label + "\"");
    }
  }

  /** The operator of each label, which no other operator has. */
  private static Map<String, String> rules() throws IOException {
    Map<String, String> found = new TreeMap<>();
    Path folder = Path.of("src", "main", "java", "dev", "tulle", "compiler", "shape");
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        RULE.matcher(Files.readString(file))
            .results()
            .forEach(
                r -> {
                  String other = found.putIfAbsent(r.group(2), r.group(1));
                  assertThat(other).isIn(null, r.group(1), "scan");
                });
      }
    }
    return found;
  }
}
