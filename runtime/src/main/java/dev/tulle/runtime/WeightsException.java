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

  public WeightsException(String message) {
    super(message);
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
    WeightsException exception = new WeightsException(what + ": " + why);
    exception.initCause(cause);
    return exception;
  }
}
