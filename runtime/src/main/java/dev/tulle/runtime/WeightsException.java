package dev.tulle.runtime;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/**
 * A file of weights that is damaged, or that belongs to another net. The message is a sentence for
 * the user.
 */
public final class WeightsException extends IOException {
  private static final long serialVersionUID = 1;

  private static final String OTHER_NET =
      "weights belong to the net and the arguments (--set) they were trained with";

  private final String help;

  /** Weights that do not fit what they are given to. */
  public WeightsException(String message) {
    this(message, OTHER_NET);
  }

  /**
   * @param help what to do about it
   */
  public WeightsException(String message, String help) {
    super(message);
    this.help = help;
  }

  /** What the user can do. */
  public String help() {
    return help;
  }

  /** A failure of the file system, which tells little but the name of the file, in words. */
  static WeightsException because(String what, IOException cause) {
    String why =
        cause instanceof NoSuchFileException
            ? "there is no such file"
            : cause instanceof AccessDeniedException
                ? "access is denied"
                : cause instanceof FileAlreadyExistsException
                    ? "a file stands where a folder is needed"
                    : String.valueOf(cause.getMessage());
    WeightsException exception =
        new WeightsException(
            what + ": " + why, "check the path, and that this user may use what is there");
    exception.initCause(cause);
    return exception;
  }
}
