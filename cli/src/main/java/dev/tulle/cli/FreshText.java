package dev.tulle.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A text that takes its place when it is whole; until then the file is as it was. */
final class FreshFile implements Closeable {
  private final Path file;
  private final Path beside;
  private final Writer writer;
  private final Thread hook;

  /** Begins a text; its folder is made where there is none. */
  FreshFile(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new java.nio.file.FileSystemException(file.toString(), null, "it is a folder");
    }
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    this.file = file;
    this.beside = Files.createTempFile(folder, ".", ".new");
    // A temporary file is its owner's alone; the answers are as any other file.
    Files.delete(beside);
    this.writer = Files.newBufferedWriter(beside);
    this.hook = new Thread(this::remove, "fresh file");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  Writer writer() {
    return writer;
  }

  /** Puts the text in its place. */
  void commit() throws IOException {
    writer.close();
    Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Takes away what was not committed. */
  @Override
  public void close() throws IOException {
    writer.close();
    Files.deleteIfExists(beside);
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process ends already, and the hook runs.
      return;
    }
  }

  private void remove() {
    if (!beside.toFile().delete()) {
      // It is in its place, or its folder is gone.
      return;
    }
  }
}
