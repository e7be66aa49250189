package dev.tulle.cli;

import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticPrinter;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a command writes: results to {@code out}, everything else to {@code err}.
 *
 * @param out results alone, so that they can be piped
 * @param err messages, progress and tables
 * @param terminal whether {@code err} is watched by somebody
 * @param width the terminal's columns
 * @param colour whether escape sequences may colour {@code err}
 * @param warnings what the command has told so far that is no mistake
 */
record Console(
    PrintStream out,
    PrintStream err,
    boolean terminal,
    int width,
    boolean colour,
    List<Diagnostic> warnings) {
  static final int USUAL_WIDTH = 80;

  Console(PrintStream out, PrintStream err, boolean terminal, int width, boolean colour) {
    this(out, err, terminal, width, colour, new ArrayList<>());
  }

  /** Tells what was found that is no mistake, and keeps it for those who read JSON. */
  void warn(List<Diagnostic> found) {
    warnings.addAll(found);
    err.print(new DiagnosticPrinter(colour).print(found));
  }

  /**
   * The process's own streams. Java cannot ask whether standard error is a terminal, so the
   * launcher does and says so with its width in the property {@code tulle.terminal}.
   */
  static Console ofProcess() {
    String columns = System.getProperty("tulle.terminal");
    boolean terminal = columns != null && !"dumb".equals(System.getenv("TERM"));
    String noColor = System.getenv("NO_COLOR");
    boolean colour = terminal && (noColor == null || noColor.isEmpty());
    var console =
        new Console(
            new ResultStream(new FileOutputStream(FileDescriptor.out), ResultStream.toReader()),
            // Messages appear line by line; results are many and leave in blocks.
            new PrintStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.err)),
                true,
                StandardCharsets.UTF_8),
            terminal,
            width(System.getenv("COLUMNS"), columns),
            colour);
    if (terminal && ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
      // The JVM has just written that it uses an incubator module: one line, taken back.
      console.err.print("\033[1A\033[2K\r");
    }
    return console;
  }

  /**
   * Ends the command when nobody reads its results any more, as {@code head} does to what is piped
   * into it.
   *
   * @throws ClosedPipeException if the reader of standard output went away
   * @throws UnwritableException if standard output cannot be written for another reason
   */
  void requireReader() throws IOException {
    if (out.checkError()) {
      String trouble = out instanceof ResultStream results ? results.trouble() : null;
      if (trouble != null) {
        throw new UnwritableException(trouble);
      }
      throw new ClosedPipeException();
    }
  }

  void flush() {
    out.flush();
    err.flush();
  }

  /** The first of some numbers of columns that is one. */
  private static int width(@Nullable String... columns) {
    return Arrays.stream(columns)
        .filter(text -> text != null && text.matches("[1-9][0-9]{1,3}"))
        .findFirst()
        .map(Integer::valueOf)
        .orElse(USUAL_WIDTH);
  }

  /** Standard output as a stream whose writes fail when nobody reads them. */
  OutputStream results() {
    return new FilterOutputStream(out) {
      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
        requireReader();
      }

      @Override
      public void close() throws IOException {
        requireReader();
      }
    };
  }

  /** Nobody reads standard output. */
  static final class ClosedPipeException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** Standard output has a place, and the place takes nothing more, such as a full disk. */
  static final class UnwritableException extends IOException {
    private static final long serialVersionUID = 1L;

    UnwritableException(String reason) {
      super(reason);
    }
  }
}
