package dev.tulle.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What javac made of generated Java. Without a source left the compiler's plugin compiles nothing
 * and cleans nothing up, so that classes of deleted sources would go into the jar.
 */
final class CompiledClasses {
  private static final String JAVA = ".java";

  private CompiledClasses() {}

  /**
   * Deletes the classes of sources, with those nested in them, where they lie in the folder of
   * classes; those files.
   *
   * @param pruned files that were deleted, some of them sources
   */
  static List<Path> delete(List<Path> pruned, Folders folders) throws IOException {
    var deleted = new ArrayList<Path>();
    for (Path source : pruned) {
      if (source.startsWith(folders.sources()) && source.toString().endsWith(JAVA)) {
        Path place = folders.classes().resolve(folders.sources().relativize(source));
        for (Path file : classes(place)) {
          Files.delete(file);
          BuildState.deleteEmptyFolders(file.getParent(), folders.classes());
          deleted.add(file);
        }
      }
    }
    return deleted;
  }

  /** The classes that exist of a source, as if it lay among them. */
  private static List<Path> classes(Path source) throws IOException {
    Path folder = source.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return List.of();
    }
    String file = String.valueOf(source.getFileName());
    String name = file.substring(0, file.length() - JAVA.length());
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> isOf(name, String.valueOf(f.getFileName()))).sorted().toList();
    }
  }

  private static boolean isOf(String name, String file) {
    return file.equals(name + ".class") || file.startsWith(name + "$") && file.endsWith(".class");
  }
}
