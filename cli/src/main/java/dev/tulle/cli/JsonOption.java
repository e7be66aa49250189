package dev.tulle.cli;

import picocli.CommandLine.Option;

/** Whether a command prints its result as JSON. */
final class JsonOption {
  static final String NAME = "--json";

  @Option(
      names = NAME,
      description = "Print the result on standard output, as one JSON object; so too mistakes.")
  boolean chosen;
}
