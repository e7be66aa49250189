package dev.tulle.cli;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Standard output, which remembers why it could not be written: a {@link PrintStream} alone knows
 * that it could not.
 */
final class ResultStream extends PrintStream {
  private static final int KIND = 0170000;
  private static final int PIPE = 0010000;
  private static final int SOCKET = 0140000;

  private final Watched target;
  private final boolean pipe;

  /**
   * @param pipe whether a reader is at the other end, who may go away
   */
  ResultStream(OutputStream target, boolean pipe) {
    this(new Watched(target), pipe);
  }

  private ResultStream(Watched target, boolean pipe) {
    super(new BufferedOutputStream(target, 1 << 14), false, StandardCharsets.UTF_8);
    this.target = target;
    this.pipe = pipe;
  }

  /** Why nothing can be written; null where it can, or where a reader went away. */
  @Nullable String trouble() {
    IOException failure = target.failure;
    if (!checkError() || failure == null || pipe) {
      return null;
    }
    String message = String.valueOf(failure.getMessage());
    // Windows has no modes of files; there a message names the pipe, in most languages.
    return message.toLowerCase(Locale.ROOT).contains("pipe") ? null : message;
  }

  /** Whether this process's standard output is a pipe or a socket. */
  static boolean toReader() {
    try {
      Object mode = Files.getAttribute(Path.of("/dev/stdout"), "unix:mode");
      int kind = (Integer) mode & KIND;
      return kind == PIPE || kind == SOCKET;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return false; // not a system that could say so
    }
  }

  /** Keeps the first failure. */
  private static final class Watched extends FilterOutputStream {
    private @Nullable IOException failure;

    Watched(OutputStream target) {
      super(target);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        out.write(bytes, from, length);
      } catch (IOException e) {
        failure = failure == null ? e : failure;
        throw e;
      }
    }
  }
}
