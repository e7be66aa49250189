package dev.tulle.runtime.kernel;

/**
 * How a range is cut into numbered pieces: by sizes alone, so that every pool of threads computes
 * the same.
 */
public final class Pieces {
  private Pieces() {}

  /**
   * Where a piece begins; it ends where the next begins, and piece {@code pieces} begins at {@code
   * total}.
   *
   * @param total the length of the range, at least 0
   * @param piece 0 to {@code pieces}
   * @param pieces at least 1
   * @param multiple every piece but the last is a multiple of this long, at least 1
   */
  public static int from(int total, int piece, int pieces, int multiple) {
    long units = ((long) total + multiple - 1) / multiple;
    return (int) Math.min(total, units * piece / pieces * multiple);
  }
}
