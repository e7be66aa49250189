package dev.tulle.compiler;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Arrays;

/** Writes files whole or not at all. */
public final class WholeFile {
  private WholeFile() {}

  /**
   * Makes a file hold some bytes. One that holds them already is not touched, so that incremental
   * builds stay incremental; another is replaced in one step, so that nobody reads half of it. A
   * link stays one: its target is replaced. Rights stay as they were.
   *
   * @return whether the file was written
   */
  public static boolean write(Path file, byte[] bytes) throws IOException {
    if (holds(file, bytes)) {
      return false;
    }
    if (Files.isSymbolicLink(file) && Files.exists(file)) {
      return write(file.toRealPath(), bytes);
    }
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path fresh = Files.createTempFile(folder, ".", ".new");
    try {
      // A temporary file is its owner's alone; what is generated is as any other file.
      Files.delete(fresh);
      Files.write(fresh, bytes);
      keepRights(file, fresh);
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

  private static void keepRights(Path from, Path to) throws IOException {
    var rights = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    if (rights != null && Files.exists(from)) {
      rights.setPermissions(Files.getPosixFilePermissions(from));
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
