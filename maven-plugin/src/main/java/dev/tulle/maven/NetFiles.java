package dev.tulle.maven;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files below a folder that match a pattern of {@code includes} and none of {@code excludes}.
 */
record NetFiles(Path folder, Collection<String> includes, Collection<String> excludes) {
  private static final String ANY = "**/";

  /**
   * In the order of their paths, so that every machine compiles them alike; none without the
   * folder.
   */
  List<Path> find() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).filter(this::wanted).sorted().toList();
    }
  }

  private boolean wanted(Path file) {
    Path below = folder.relativize(file);
    return matches(includes, below) && !matches(excludes, below);
  }

  private static boolean matches(Collection<String> patterns, Path below) {
    return patterns.stream().anyMatch(pattern -> matches(pattern, below));
  }

  private static boolean matches(String pattern, Path below) {
    PathMatcher whole = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    return whole.matches(below) || matchesWithoutFolders(pattern, below);
  }

  /** Maven's {@code **}{@code /} also stands for no folder at all; a glob's does not. */
  private static boolean matchesWithoutFolders(String pattern, Path below) {
    for (int at = pattern.indexOf(ANY); at >= 0; at = pattern.indexOf(ANY, at + 1)) {
      boolean whole = at == 0 || pattern.charAt(at - 1) == '/';
      String shorter = pattern.substring(0, at) + pattern.substring(at + ANY.length());
      if (whole && matches(shorter, below)) {
        return true;
      }
    }
    return false;
  }
}
