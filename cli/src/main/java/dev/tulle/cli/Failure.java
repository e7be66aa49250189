package dev.tulle.cli;

/** Ends a command with exit code 1; its message is the whole text for the user. */
final class Failure extends Exception {
  private static final long serialVersionUID = 1L;

  /** A text in the form of diagnostics. */
  Failure(String text) {
    super(text);
  }

  /** A mistake that the catalogue of codes does not have, and its fix. */
  Failure(String message, String help) {
    this("error: " + message + System.lineSeparator() + "help: " + help);
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
