package dev.tulle.compiler.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks of arguments that say what would be a good one. */
class LibraryChecksTest {
  private static final Path LIBRARY = Path.of("src", "main", "resources", "dev", "tulle", "std");

  /** What is declared, its parameters, and its text up to the next declaration. */
  private static final Pattern DECLARED =
      Pattern.compile(
          "(?ms)^(?:optimizer|schedule|average|fun|block) (\\w+)\\((.*?)\\) \\{\\R(.*?)^}");

  private static final Pattern SUGGESTED =
      Pattern.compile("check .*\"`(\\w+)` .*, such as ([-\\d.e]+)\"");

  @Test
  void suggestWhatIsTakenUnlessTold() throws IOException {
    int found = 0;
    List<Path> files;
    try (Stream<Path> all = Files.list(LIBRARY)) {
      files = all.sorted().toList();
    }
    for (Path file : files) {
      for (MatchResult declared : DECLARED.matcher(Files.readString(file)).results().toList()) {
        for (MatchResult check : SUGGESTED.matcher(declared.group(3)).results().toList()) {
          String name = check.group(1);
          var given = Pattern.compile("\\b" + name + " = ([-\\d.e]+)").matcher(declared.group(2));
          // 0 stands for none, and is no advice.
          if (given.find() && Double.parseDouble(given.group(1)) != 0) {
            assertThat(check.group(2))
                .as(declared.group(1) + ", " + name)
                .isEqualTo(given.group(1));
            found++;
          }
        }
      }
    }
    assertThat(found).isGreaterThan(10);
  }
}
