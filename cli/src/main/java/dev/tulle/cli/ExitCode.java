package dev.tulle.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the process tells its caller. */
final class ExitCode {
  /** All went well. */
  static final int OK = 0;

  /** The {@code .net} file, the data or the weights have a mistake, or the run failed. */
  static final int MISTAKE = 1;

  /** The command line itself cannot be understood. */
  static final int USAGE = 2;

  /** A bug of ours, as sysexits.h calls it (EX_SOFTWARE). */
  static final int INTERNAL = 70;

  /** Ctrl-C; what a shell reports for SIGINT. */
  static final int INTERRUPTED = 130;

  /** The reader of standard output went away; what a shell reports for SIGPIPE. */
  static final int CLOSED_PIPE = 141;

  /** Every code with its meaning, the same for all commands. */
  static Map<String, String> table() {
    Map<String, String> table = new LinkedHashMap<>();
    table.put("" + OK, "fine");
    table.put("" + MISTAKE, "a mistake in a text, the data or the weights, or a file out of reach");
    table.put("" + USAGE, "a command line that cannot be understood");
    table.put("" + INTERNAL, "a bug of Tulle");
    table.put("" + INTERRUPTED, "ended by Ctrl-C");
    table.put("" + CLOSED_PIPE, "nobody reads the results any more, as behind `| head`");
    return table;
  }

  private ExitCode() {}
}
