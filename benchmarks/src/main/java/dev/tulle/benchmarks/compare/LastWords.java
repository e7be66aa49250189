package dev.tulle.benchmarks.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;

/** The last lines that a process writes to standard error, without calls: why it ended. */
final class LastWords {
  private static final int LINES = 2;
  private static final int WAIT_MILLIS = 5_000;

  /** A line of Java's or of Python's that says who called whom. */
  private static final Pattern CALL = Pattern.compile("at .*|\\.\\.\\. \\d+ more|File \".*|\\^+");

  private final Deque<String> lines = new ArrayDeque<>();
  private final Thread reader;

  /** Reads from now on, so that the process never waits for somebody who does. */
  LastWords(Process process) {
    reader = new Thread(() -> read(process), "last words");
    reader.setDaemon(true);
    reader.start();
  }

  private void read(Process process) {
    try (var errors = new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8))) {
      for (String line = errors.readLine(); line != null; line = errors.readLine()) {
        String words = line.strip();
        if (!words.isEmpty() && !CALL.matcher(words).matches()) {
          add(words);
        }
      }
    } catch (IOException e) {
      add("and then " + e.getMessage());
    }
  }

  private synchronized void add(String line) {
    if (lines.size() == LINES) {
      lines.removeFirst();
    }
    lines.addLast(line);
  }

  /** What they were, when the process has ended. */
  String text() {
    try {
      reader.join(WAIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      return lines.isEmpty() ? "it says nothing" : String.join("; ", lines);
    }
  }
}
