package dev.tulle.compiler;

import java.io.IOException;

/** Says that a text cannot be read, in a sentence for the user, and what helps. */
public final class UnreadableSourceException extends IOException {
  private static final long serialVersionUID = 1;

  private final String help;

  UnreadableSourceException(String message, String help) {
    super(message);
    this.help = help;
  }

  UnreadableSourceException(String message, String help, Throwable cause) {
    super(message, cause);
    this.help = help;
  }

  /** What the user can do. */
  public String help() {
    return help;
  }
}
