package dev.tulle.compiler.syntax;

import dev.tulle.compiler.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The programs of the language's own tests, which have no mistakes. */
public final class Programs {
  private static final Path FOLDER = Path.of("src/test/resources/language");

  private Programs() {}

  public static List<SourceFile> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().map(Programs::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static SourceFile read(Path file) {
    try {
      return new SourceFile(file.getFileName().toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
