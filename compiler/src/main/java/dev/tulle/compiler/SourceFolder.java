package dev.tulle.compiler;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A folder of generated Java, in which a file keeps its time as long as its text stays the same.
 */
public final class SourceFolder {
  private final Path folder;

  public SourceFolder(Path folder) {
    this.folder = folder;
  }

  /** Where the source of a class, by its full name, belongs. */
  public Path file(String className) {
    return folder.resolve(className.replace('.', '/') + ".java");
  }

  /**
   * Makes a class's file hold a text; one that holds it already is not touched, so that incremental
   * builds stay incremental.
   *
   * @return whether the file was written
   */
  public boolean write(String className, String text) throws IOException {
    return WholeFile.write(file(className), text.getBytes(StandardCharsets.UTF_8));
  }
}
