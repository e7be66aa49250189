package dev.tulle.runtime;

import java.io.IOException;

/**
 * A file of weights that is damaged, or that belongs to another net. The message is a sentence for
 * the user.
 */
public final class WeightsException extends IOException {
  private static final long serialVersionUID = 1;

  public WeightsException(String message) {
    super(message);
  }
}
