package dev.tulle.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The memory of this process that is in use, as Linux tells it. */
final class Resident {
  private static final Path SELF = Path.of("/proc/self");

  private Resident() {}

  /** How far the process grew at its highest during an action, in bytes. */
  static long growth(Runnable action) throws IOException {
    System.gc();
    Files.writeString(SELF.resolve("clear_refs"), "5");
    long before = field("VmRSS");
    action.run();
    return field("VmHWM") - before;
  }

  private static long field(String name) throws IOException {
    for (String line : Files.readAllLines(SELF.resolve("status"))) {
      if (line.startsWith(name + ":")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      }
    }
    throw new IOException("the system does not tell " + name);
  }
}
