package dev.tulle.compiler;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/** Writes files whole or not at all. */
public final class WholeFile {
  private WholeFile() {}

  /**
   * Makes a file hold some bytes. One that holds them already is not touched, so that incremental
   * builds stay incremental; another is replaced in one step, so that nobody reads half of it.
   *
   * @return whether the file was written
   */
  public static boolean write(Path file, byte[] bytes) throws IOException {
    if (holds(file, bytes)) {
      return false;
    }
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path fresh = Files.createTempFile(folder, ".", ".new");
    try {
      // A temporary file is its owner's alone; what is generated is as any other file.
      Files.delete(fresh);
      Files.write(fresh, bytes);
      move(fresh, file);
    } finally {
      Files.deleteIfExists(fresh);
    }
    return true;
  }

  private static boolean holds(Path file, byte[] bytes) throws IOException {
    return Files.isRegularFile(file)
        && Files.size(file) == bytes.length
        && Arrays.equals(Files.readAllBytes(file), bytes);
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
