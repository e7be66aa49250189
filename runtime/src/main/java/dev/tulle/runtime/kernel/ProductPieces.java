package dev.tulle.runtime.kernel;

/** Into how many pieces a matrix product is cut: by its sizes alone. */
public final class ProductPieces {
  /** Multiplications that are worth handing to another thread, some five microseconds of work. */
  private static final long WORTH = 1 << 18;

  /** More pieces than this do not spread the work better. */
  private static final int MOST = 32;

  private ProductPieces() {}

  /**
   * The pieces of a product: at least 1.
   *
   * @param batch how many products
   * @param rows m
   * @param columns n
   * @param depth k
   */
  public static int count(int batch, int rows, int columns, int depth) {
    long units = (long) batch * ((rows + 63) / 64) * ((columns + 31) / 32);
    long worth = (long) batch * rows * columns * depth / WORTH;
    return (int) Math.max(1, Math.min(MOST, Math.min(units, worth)));
  }

  /**
   * The pieces of a single product that copies what its units read: at least 1.
   *
   * @param units of work, none of which is shared
   * @param rows m
   * @param columns n
   * @param depth k
   */
  public static int ofGroups(int units, int rows, int columns, int depth) {
    return Math.min(units, count(1, rows, columns, depth));
  }
}
