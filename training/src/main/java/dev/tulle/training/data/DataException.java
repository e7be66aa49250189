package dev.tulle.training.data;

import java.util.Objects;

/** A mistake in the user's data, in the words of the catalogue of diagnostics. */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String code;
  private final String help;
  private final String field;

  /**
   * @param code of the catalogue, such as {@code D303}
   * @param message a sentence that stands alone
   * @param help what to do about it
   */
  public DataException(String code, String message, String help) {
    this(code, message, help, "");
  }

  private DataException(String code, String message, String help, String field) {
    super(message);
    this.code = code;
    this.help = help;
    this.field = field;
  }

  /** The same mistake, said to be in the field of that input or target, if none is named yet. */
  DataException in(String port) {
    if (!field.isEmpty()) {
      return this;
    }
    DataException named = new DataException(code, Objects.requireNonNull(getMessage()), help, port);
    named.setStackTrace(getStackTrace());
    return named;
  }

  public String code() {
    return code;
  }

  public String help() {
    return help;
  }

  /** The input or target whose field is meant; empty where the mistake is in no single one. */
  public String field() {
    return field;
  }

  /** With the code and the help, as a stack trace shows it. */
  @Override
  public String toString() {
    return super.toString() + " [" + code + "]" + System.lineSeparator() + "help: " + help;
  }
}
