package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Program;
import dev.tulle.compiler.ir.Size;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * How everything of a net is computed.
 *
 * @param weights where parameters, then states lie
 * @param ports where the rows of inputs and targets begin in a workspace, in floats a row
 * @param served of the serving class
 * @param initial of the serving class
 * @param serving the workspace of predict and initial
 * @param servingRows that predict computes at once
 * @param training null without a recipe
 */
public record ProgramPlan(
    Program program,
    Placed weights,
    Map<String, Long> ports,
    Serving served,
    FunctionPlan initial,
    Workspace serving,
    int servingRows,
    @Nullable Training training) {
  /** Multiply-adds that outweigh the hand-over to another thread: some tens of microseconds. */
  private static final long WORTH = 1 << 20;

  /** Multiply-adds that outweigh reading a weight from beyond the cache of a core. */
  private static final long FAR_WEIGHT = 128;

  /** The same where all weights stay in that cache. */
  private static final long NEAR_WEIGHT = 32;

  /** More rows leave less to share than reading weights once more costs. */
  private static final long MOST_WORTH_READING = 32;

  /** Multiply-adds of a product that are two pieces of {@code ProductPieces}. */
  private static final long WORTH_SHARING = 1 << 19;

  /** Floats behind the end of every array. */
  public static final int SLACK = 16;

  /**
   * Floats before the first tensor of every array: with the 16 bytes that a float array has before
   * its elements they are a line of the cache. A vector that lies in two lines takes twice the time
   * to load.
   */
  public static final int LEAD = 12;

  /**
   * What a serving class computes.
   *
   * @param load what lays weights out in panels, once
   * @param panels floats of all panels, which lie behind the lead of an array
   */
  public record Serving(FunctionPlan predict, FunctionPlan load, long panels) {}

  public FunctionPlan predict() {
    return served.predict();
  }

  /**
   * Floats of a workspace: {@code fixed + perRow * capacity + SLACK}, and before the slack what
   * strips of rows take, of whatever {@link Strips}: {@code min(stripPerRow * capacity, strip)}.
   */
  public record Workspace(long fixed, long perRow, long stripPerRow, long strip) {
    /** That of a function which needs none. */
    public static final Workspace NONE = new Workspace(0, 0, 0, 0);

    /** Where strips begin, with so many rows. */
    public long stripAt(long rows) {
      return fixed + perRow * rows;
    }

    /** The memory of a workspace for so many rows. */
    public long bytes(long rows) {
      return Float.BYTES * (stripAt(rows) + Math.min(stripPerRow * rows, strip) + SLACK);
    }
  }

  /**
   * Rows that a thread takes at a time where several serve a large batch: so many that what
   * products do with weights outweighs reading them, be it anew at every turn of a loop.
   */
  public int servingPiece() {
    long work = Math.max(1, multiplyAdds());
    long price = weights.length() > ServingRows.NEAR ? FAR_WEIGHT : NEAR_WEIGHT;
    long read = price * weightsRead();
    long worthReading = Math.min(MOST_WORTH_READING, (read + work - 1) / work);
    long rows = Math.max(worthReading, leastServingPiece());
    return (int) Math.min(ServingRows.wholeTiles(rows), servingRows);
  }

  /**
   * Rows that are worth a thread of their own where a batch has few: they outweigh the hand-over,
   * and products use a weight often enough, one with another.
   */
  public int leastServingPiece() {
    long work = Math.max(1, multiplyAdds());
    long reuse = Math.max(1, work / Math.max(1, weights.length()));
    long rows = Math.max((MOST_WORTH_READING + reuse - 1) / reuse, (WORTH + work) / work);
    return (int) Math.min(ServingRows.wholeTiles(rows), servingRows);
  }

  /**
   * Whether several threads share the kernels of so few rows that no thread has rows of its own:
   * where products that are worth more than one are half of the work of a row, or more.
   */
  public boolean sharesRows() {
    long shared =
        ofProducts(
            predict().steps(),
            product -> {
              long each = BufferPlanner.floats(product.shape().multiplications());
              return each >= WORTH_SHARING ? each : 0;
            });
    return 2 * shared >= multiplyAdds() && shared > 0;
  }

  /** Floats of weights that products read for some rows, whatever their number. */
  private long weightsRead() {
    return ofProducts(
        predict().steps(),
        product -> {
          Size weights = product.b().buffer().count();
          return weights.isKnown() ? weights.value() : 0;
        });
  }

  /** Of a row, that products take. */
  private long multiplyAdds() {
    return ofProducts(
        predict().steps(), product -> BufferPlanner.floats(product.shape().multiplications()));
  }

  /** Added up over all products, those of loops at every turn. */
  private static long ofProducts(List<Step> steps, ToLongFunction<Kernel.Product> each) {
    long sum = 0;
    for (Step step : steps) {
      if (step instanceof Repeat loop) {
        sum += BufferPlanner.floats(loop.count()) * ofProducts(loop.steps(), each);
      } else if (step instanceof Strips strips) {
        sum += ofProducts(List.copyOf(strips.steps()), each);
      } else if (step instanceof Kernel.Product product) {
        sum += each.applyAsLong(product);
      }
    }
    return sum;
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
