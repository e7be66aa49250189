package dev.tulle.cli;

import dev.tulle.compiler.SourceReader;
import dev.tulle.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Path;

/** What stands for standard input where a command wants a file, and what is read from it. */
final class StandardInput {
  static final Path PATH = Path.of("-");

  /** How messages call it. */
  static final String NAME = "standard input";

  private StandardInput() {}

  /** The text of a {@code .net} file that another program pipes in. */
  static SourceFile source() throws IOException {
    return SourceReader.decode(NAME, System.in);
  }
}
