package dev.tulle.cli;

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

  /** The reader of standard output went away; what a shell reports for SIGPIPE. */
  static final int CLOSED_PIPE = 141;

  private ExitCode() {}
}
