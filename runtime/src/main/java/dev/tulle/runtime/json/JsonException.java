package dev.tulle.runtime.json;

/** Text that is not the JSON that was expected. */
public final class JsonException extends Exception {
  private static final long serialVersionUID = 1;

  /** A sentence that says what is wrong and, for a mistake in the text, at which character. */
  public JsonException(String message) {
    super(message);
  }
}
