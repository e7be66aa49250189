package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Program;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How everything of a net is computed.
 *
 * @param weights where parameters, then states lie
 * @param ports where the rows of inputs and targets begin in a workspace, in floats a row
 * @param predict of the serving class
 * @param initial of the serving class
 * @param serving the workspace of predict and initial
 * @param training null without a recipe
 */
public record ProgramPlan(
    Program program,
    Placed weights,
    Map<String, Long> ports,
    FunctionPlan predict,
    FunctionPlan initial,
    Workspace serving,
    @Nullable Training training) {
  /** Floats behind the end of every array. */
  public static final int SLACK = 16;

  /** Floats of a workspace: {@code fixed + perRow * capacity + SLACK}. */
  public record Workspace(long fixed, long perRow) {
    /** The memory of a workspace for so many rows. */
    public long bytes(long rows) {
      return Float.BYTES * (fixed + perRow * rows + SLACK);
    }
  }

  /** Rows that serving computes at once: so many that they stay in the cache of a core. */
  public int servingRows() {
    long rows = (1 << 18) / Math.max(1, serving.perRow());
    return (int) Math.max(16, Math.min(1024, rows / 16 * 16));
  }

  /** What the training class computes besides. */
  public record Training(
      Placed slots,
      FunctionPlan initial,
      FunctionPlan gradient,
      FunctionPlan evaluate,
      FunctionPlan update,
      Workspace workspace) {}
}
