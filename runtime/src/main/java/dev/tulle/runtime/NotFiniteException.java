package dev.tulle.runtime;

/** Weights or gradients that are infinite, or no numbers at all. */
public final class NotFiniteException extends ArithmeticException {
  private static final long serialVersionUID = 1;

  /** A sentence that says which and what they became. */
  public NotFiniteException(String what, float value) {
    super(what + " became " + value);
  }

  /**
   * Looks at every tensor of a layout.
   *
   * @param values in that layout
   * @param what how the message calls a tensor, with {@code %s} for its name
   * @throws NotFiniteException for the first tensor with such a value
   */
  static void check(float[] values, Layout layout, String what) {
    for (Layout.Entry entry : layout.entries()) {
      for (int i = entry.offset(); i < entry.offset() + entry.count(); i++) {
        if (!Float.isFinite(values[i])) {
          throw new NotFiniteException(what.formatted(entry.name()), values[i]);
        }
      }
    }
  }
}
