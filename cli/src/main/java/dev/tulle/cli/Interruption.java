package dev.tulle.cli;

import java.io.IOException;

/**
 * What Ctrl-C does while something is computed that is to be written at its end: the file becomes
 * whole or stays as it was, and the user is told which.
 */
final class Interruption implements AutoCloseable {
  private final Console console;
  private final Runnable before;
  private final Thread hook = new Thread(this::ended, "interruption");
  private String kept;

  /** Writes a file. */
  interface Writing {
    void run() throws IOException;
  }

  /**
   * Looks out for the end of the process until it is closed.
   *
   * @param before is run before the user is told, such as what takes a progress bar away
   * @param kept what there is where nothing was written
   */
  Interruption(Console console, Runnable before, String kept) {
    this.console = console;
    this.before = before;
    this.kept = kept;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Writes something that the process does not end in the middle of.
   *
   * @param after what there is then
   */
  synchronized void write(Writing writing, String after) throws IOException {
    writing.run();
    kept = after;
  }

  private synchronized void ended() {
    before.run();
    console.err().println();
    console.err().println("interrupted: " + kept);
    console.flush();
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process ends already, and the hook runs.
      return;
    }
  }
}
