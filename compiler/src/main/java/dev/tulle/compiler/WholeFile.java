package dev.tulle.compiler;

import dev.tulle.runtime.io.FreshFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Writes files whole or not at all. */
public final class WholeFile {
  private WholeFile() {}

  /**
   * Makes a file hold some bytes. One that holds them already is not touched, so that incremental
   * builds stay incremental; another is replaced in one step, as {@link FreshFile} does.
   *
   * @return whether the file was written
   */
  public static boolean write(Path file, byte[] bytes) throws IOException {
    if (holds(file, bytes)) {
      return false;
    }
    try (var fresh = new FreshFile(file)) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        fresh.channel().write(rest);
      }
      fresh.commit();
    }
    return true;
  }

  private static boolean holds(Path file, byte[] bytes) throws IOException {
    return Files.isRegularFile(file)
        && Files.size(file) == bytes.length
        && Arrays.equals(Files.readAllBytes(file), bytes);
  }
}
