package dev.tulle.runtime.kernel;

/** Positions that kernels look up. */
public final class Positions {
  private Positions() {}

  /**
   * The whole number at or below a position, brought within an axis: no position reaches another
   * tensor's memory.
   *
   * @param count the axis's positions, at least 1
   * @return 0 to {@code count - 1}; 0 where the position is no number
   */
  public static int within(float position, int count) {
    int whole = (int) Math.floor(position);
    return Math.max(0, Math.min(count - 1, whole));
  }
}
