package dev.tulle.compiler.sema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The language's reference names what the compiler knows, all of it and nothing else. */
class BuiltinsDocumentedTest {
  private static final Pattern NAMED = Pattern.compile("`(\\w+)(?:\\([^`]*\\))?`");

  @Test
  void tableHoldsAllOfThem() throws IOException {
    String document = Files.readString(Path.of("..", "docs", "language.md"));
    int start = document.indexOf("## Functions that the compiler knows");
    String section = document.substring(start, document.indexOf("\n## ", start + 1));
    Set<String> documented = new TreeSet<>();
    section
        .lines()
        .filter(line -> line.startsWith("|") || line.startsWith("`training`"))
        .map(line -> line.startsWith("|") ? line.split("\\|")[1] : line)
        .forEach(
            cell -> {
              Matcher name = NAMED.matcher(cell);
              while (name.find()) {
                documented.add(name.group(1));
              }
            });
    documented.remove("step");
    assertThat(documented).isEqualTo(new TreeSet<>(Builtins.scope().visibleNames()));
  }
}
