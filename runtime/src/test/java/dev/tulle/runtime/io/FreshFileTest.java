package dev.tulle.runtime.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreshFileTest {
  @TempDir private Path folder;

  private static void write(Path file, String text) throws IOException {
    try (var fresh = new FreshFile(file)) {
      fresh.channel().write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      fresh.force();
      fresh.commit();
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void isThereWithItsFolderWhenItIsWhole() throws IOException {
    Path file = folder.resolve("a/b/c.txt");
    write(file, "whole");
    assertThat(file).hasContent("whole");
    write(file, "again");
    assertThat(file).hasContent("again");
    assertThat(Files.list(file.getParent())).containsExactly(file);
  }

  @Test
  void untilThenWhatWasThereIsAsItWas() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "before");
    try (var fresh = new FreshFile(file)) {
      fresh.channel().write(ByteBuffer.wrap(new byte[100]));
      assertThat(file).hasContent("before");
    }
    assertThat(file).hasContent("before");
    assertThat(names()).containsExactly("a.txt");
  }

  @Test
  void ofALinkTheTargetIsReplacedAndKeepsItsRights() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "before");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Path link = Files.createSymbolicLink(folder.resolve("link.txt"), Path.of("a.txt"));
    write(link, "after");
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("after");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
  }

  @Test
  void aNewFileHasTheRightsOfAnyOther() throws IOException {
    Path fresh = folder.resolve("fresh.txt");
    write(fresh, "");
    Path any = Files.writeString(folder.resolve("any.txt"), "");
    assertThat(Files.getPosixFilePermissions(fresh)).isEqualTo(Files.getPosixFilePermissions(any));
  }

  @Test
  void nothingTakesThePlaceOfAFolder() throws IOException {
    Files.createDirectory(folder.resolve("a"));
    assertThatThrownBy(() -> new FreshFile(folder.resolve("a")))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("it is a folder");
    Files.writeString(folder.resolve("b"), "");
    assertThatThrownBy(() -> new FreshFile(folder.resolve("b/c.txt")))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(names()).containsExactly("a", "b");
  }

  @Test
  void aFolderThatMayNotBeWrittenStaysAsItIs() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "before");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      assumeTrue(!Files.isWritable(folder), "this user may write anywhere");
      assertThatThrownBy(() -> new FreshFile(file)).isInstanceOf(FileSystemException.class);
      assertThat(file).hasContent("before");
    } finally {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @Test
  void aPipeIsWrittenToAndStays() throws Exception {
    Path pipe = folder.resolve("pipe");
    int made;
    try {
      made = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    } catch (IOException e) {
      made = 1;
    }
    assumeTrue(made == 0, "there are no named pipes");
    CompletableFuture<String> read =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return new String(Files.readAllBytes(pipe), StandardCharsets.UTF_8);
              } catch (IOException e) {
                return e.toString();
              }
            });
    write(pipe, "through");
    assertThat(read.get(10, TimeUnit.SECONDS)).isEqualTo("through");
    assertThat(Files.isRegularFile(pipe)).isFalse();
    assertThat(names()).containsExactly("pipe");
  }
}
