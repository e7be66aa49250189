package dev.tulle.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetFilesTest {
  @TempDir Path folder;

  @Test
  void findsFilesAtEveryDepthInOrder() throws IOException {
    for (String name : List.of("b.net", "a/c.net", "a/d.txt", "a/e/f.net")) {
      Files.createDirectories(folder.resolve(name).getParent());
      Files.writeString(folder.resolve(name), "");
    }
    assertThat(new NetFiles(folder, List.of("**/*.net"), List.of()).find())
        .containsExactly(
            folder.resolve("a/c.net"), folder.resolve("a/e/f.net"), folder.resolve("b.net"));
    assertThat(new NetFiles(folder, List.of("**/*.net"), List.of("a/**")).find())
        .containsExactly(folder.resolve("b.net"));
    assertThat(new NetFiles(folder, List.of("*.net"), List.of()).find())
        .containsExactly(folder.resolve("b.net"));
  }

  @Test
  void twoStarsStandForAnyFoldersAndForNone() throws IOException {
    for (String name : List.of("legacy/a.net", "legacy/b/c/d.net", "e.net")) {
      Files.createDirectories(folder.resolve(name).getParent());
      Files.writeString(folder.resolve(name), "");
    }
    List<Path> legacy = List.of(folder.resolve("legacy/a.net"), folder.resolve("legacy/b/c/d.net"));
    for (String pattern :
        List.of("legacy/**/*.net", "legacy/**", "**/legacy/**/*.net", "**/legacy/**/**/*.net")) {
      assertThat(new NetFiles(folder, List.of(pattern), List.of()).find())
          .as(pattern)
          .isEqualTo(legacy);
    }
    assertThat(new NetFiles(folder, List.of("legacy/**/b/**/d.net"), List.of()).find())
        .containsExactly(folder.resolve("legacy/b/c/d.net"));
    assertThat(new NetFiles(folder, List.of("**/*.net"), List.of("legacy/**/*.net")).find())
        .containsExactly(folder.resolve("e.net"));
    assertThat(new NetFiles(folder, List.of("leg**/a.net"), List.of()).find())
        .containsExactly(folder.resolve("legacy/a.net"));
  }

  @Test
  void aFolderThatIsNotThereHasNoFiles() throws IOException {
    assertThat(new NetFiles(folder.resolve("none"), List.of("**"), List.of()).find()).isEmpty();
  }
}
