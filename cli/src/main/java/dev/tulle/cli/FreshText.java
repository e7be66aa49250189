package dev.tulle.cli;

import dev.tulle.runtime.io.FreshFile;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A text that is a {@link FreshFile}, also where the process is ended while it is written. */
final class FreshText implements Closeable {
  private final FreshFile file;
  private final Writer writer;
  private final Thread hook;

  FreshText(Path path) throws IOException {
    file = new FreshFile(path);
    writer = new BufferedWriter(Channels.newWriter(file.channel(), StandardCharsets.UTF_8));
    hook = new Thread(this::remove, "fresh text");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  Writer writer() {
    return writer;
  }

  /** Puts the text in its place. */
  void commit() throws IOException {
    writer.flush();
    file.commit();
  }

  /** Takes away what was not committed. */
  @Override
  public void close() throws IOException {
    file.close();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process ends already, and the hook runs.
      return;
    }
  }

  private void remove() {
    try {
      file.close();
    } catch (IOException e) {
      // Its folder is gone, or not ours any more.
      return;
    }
  }
}
