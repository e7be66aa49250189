package dev.tulle.compiler.plan;

import java.util.List;

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
    long near = near(workspace);
    long far = Math.min(FAR_ROWS, Math.min(2 * weights, FAR) / row);
    long lost = 2 * row;
    boolean goesFar = weights > NEAR && far > near && weights / near > weights / far + lost;
    return (int) Math.min(1024, wholeTiles(goesFar ? far : near));
  }

  /** How many stay in the cache of a core. */
  static long near(ProgramPlan.Workspace workspace) {
    return wholeTiles(NEAR / Math.max(1, workspace.perRow()));
  }

  /**
   * Whether fewer rows at once move less, as they stay in the cache: with many layers what lies
   * between them is more than the memory that it takes one after the other.
   *
   * @param steps for the rows, some of them in strips, which stay in the cache
   */
  static boolean gain(long fewer, long rows, List<Step> steps, long weights) {
    return fewer < rows && weights / fewer < weights / rows + moved(steps);
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

  /** Floats of a row that kernels outside of strips write to the workspace and read from it. */
  private static long moved(List<Step> steps) {
    long moved = 0;
    for (Step step : steps) {
      if (step instanceof Repeat loop) {
        moved += BufferPlanner.floats(loop.count()) * moved(loop.steps());
      } else if (step instanceof Kernel kernel) {
        moved +=
            kernel
                .buffers()
                .distinct()
                .filter(b -> b.storage() == null && !b.count().isKnown())
                .mapToLong(b -> BufferPlanner.floats(b.count()))
                .sum();
      }
    }
    return moved;
  }

  /**
   * Rows in whole tiles of a product: those that fill none are left out, and one that is full but
   * for a few is filled. Fewer rows, which are dear ones, stay.
   */
  static long wholeTiles(long rows) {
    return rows < 12 ? Math.max(1, rows) : Math.max(16, rows / 16 * 16);
  }
}
