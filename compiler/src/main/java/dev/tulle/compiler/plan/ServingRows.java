package dev.tulle.compiler.plan;

/** How many rows serving computes at once. */
final class ServingRows {
  /** Floats that stay in the cache of a core: 1 MiB, half of what a core of a server has. */
  static final int NEAR = 1 << 18;

  /** Floats of the rows that are computed at once where they do not stay there. */
  private static final int FAR = 1 << 22;

  /** The most rows where they do not stay there. */
  private static final int FAR_ROWS = 256;

  private ServingRows() {}

  /**
   * So many that they stay in the cache of a core, or more where reading weights again for so few
   * rows would take longer than what is lost of the rows.
   *
   * @param weights floats
   */
  static int of(ProgramPlan.Workspace workspace, long weights) {
    long row = Math.max(1, workspace.perRow());
    long near = Math.max(1, NEAR / row);
    long far = Math.min(FAR_ROWS, Math.min(2 * weights, FAR) / row);
    long lost = 2 * row;
    boolean goesFar = weights > NEAR && far > near && weights / near > weights / far + lost;
    return (int) Math.min(1024, wholeTiles(goesFar ? far : near));
  }

  /**
   * Where some kernels run in strips: as many as have room in the same memory, since all others
   * read their weights less often then.
   *
   * @param rows that are computed at once in the whole workspace
   */
  static int of(ProgramPlan.Workspace strips, ProgramPlan.Workspace whole, int rows) {
    long room = whole.perRow() * rows - strips.strip();
    long fitting = room / Math.max(1, strips.perRow());
    return (int) Math.max(rows, wholeTiles(Math.min(FAR_ROWS, fitting)));
  }

  /** Rows without those that fill no tile of a product; few rows, which are dear ones, stay. */
  static long wholeTiles(long rows) {
    return rows < 16 ? Math.max(1, rows) : rows / 16 * 16;
  }
}
