package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Storage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the kernels that are worth running in strips of rows: between them lies more than stays in
 * the cache of a core for all rows, and what they read again for each strip is less than that.
 *
 * <p>Before: kernels in order. After: the same ones, some of them in {@link Strips}, in the same
 * order but for those that no row decides, which come first.
 */
final class StripPlanner {
  /**
   * How many floats between kernels a float of the weights has to save that is read again: of a
   * transformer's layers, where strips save three to five for each, nothing is gained that fewer
   * rows at once would not gain.
   */
  private static final long AGAIN = 8;

  private final List<Step> steps;
  private final long rows;

  /** What each step touches, the whole buffers. */
  private final List<List<Buffer>> touched = new ArrayList<>();

  private final Map<Buffer, Integer> first = new IdentityHashMap<>();
  private final Map<Buffer, Integer> last = new IdentityHashMap<>();

  /** Some steps that follow one another, and the rows of a strip of them. */
  private record Run(int begin, int end, long strip) {}

  private StripPlanner(List<Step> steps, long rows) {
    this.steps = steps;
    this.rows = rows;
    for (Step step : steps) {
      int now = touched.size();
      touched.add(step.kernels().flatMap(Kernel::buffers).map(Buffer::base).distinct().toList());
      touched.get(now).forEach(b -> touch(b, now));
    }
  }

  private void touch(Buffer buffer, int now) {
    first.putIfAbsent(buffer, buffer.storage() == null ? now : -1);
    last.put(buffer, buffer.storage() == null ? now : steps.size());
  }

  /**
   * @param rows that are computed at once
   */
  static List<Step> plan(List<Step> steps, long rows) {
    StripPlanner planner = new StripPlanner(sharedFirst(steps), rows);
    return planner.first.keySet().stream().anyMatch(planner::spills) ? planner.plan() : steps;
  }

  /**
   * What is made of weights alone, as the scales of batch norms, stands before all else, so that it
   * does not part what follows.
   */
  private static List<Step> sharedFirst(List<Step> steps) {
    Set<Buffer> ofRows = Collections.newSetFromMap(new IdentityHashMap<>());
    var shared = new ArrayList<Step>();
    var rest = new ArrayList<Step>();
    for (Step step : steps) {
      List<Buffer> touched = step.kernels().flatMap(Kernel::buffers).map(Buffer::base).toList();
      if (touched.stream().allMatch(b -> isOfWeights(b) && !ofRows.contains(b))) {
        shared.add(step);
      } else {
        rest.add(step);
        ofRows.addAll(touched.stream().filter(b -> b.storage() == null).toList());
      }
    }
    shared.addAll(rest);
    return shared;
  }

  private static boolean isOfWeights(Buffer buffer) {
    return buffer.count().isKnown()
        && (buffer.storage() == null
            || buffer.storage() == Storage.PARAMETER
            || buffer.storage() == Storage.STATE);
  }

  /** Whether it lies between kernels and has more floats than the cache, for all rows. */
  private boolean spills(Buffer buffer) {
    return buffer.storage() == null
        && !buffer.count().isKnown()
        && BufferPlanner.floats(buffer.count()) * rows > ServingRows.NEAR;
  }

  /** The runs that save most in all: for each end, either the step before it runs alone or not. */
  private List<Step> plan() {
    int count = steps.size();
    List<Boolean> rowWise =
        steps.stream().map(s -> s instanceof Kernel kernel && RowWise.is(kernel)).toList();
    var saved = new long[count + 1];
    List<List<Run>> runs = new ArrayList<>(Collections.nCopies(count + 1, List.of()));
    for (int begin = 0; begin < count; begin++) {
      if (saved[begin] >= saved[begin + 1]) {
        saved[begin + 1] = saved[begin];
        runs.set(begin + 1, runs.get(begin));
      }
      extend(begin, rowWise, saved, runs);
    }
    var planned = new ArrayList<Step>();
    int next = 0;
    int number = 0;
    for (Run run : runs.get(count)) {
      planned.addAll(steps.subList(next, run.begin()));
      List<Kernel> kernels =
          steps.subList(run.begin(), run.end()).stream().flatMap(Step::kernels).toList();
      planned.add(new Strips(++number, (int) run.strip(), kernels, List.of()));
      next = run.end();
    }
    planned.addAll(steps.subList(next, count));
    return planned;
  }

  /** Tries all runs that begin there. */
  private void extend(int begin, List<Boolean> rowWise, long[] saved, List<List<Run>> runs) {
    long most = 0;
    long between = 0;
    long again = 0;
    Set<Buffer> live = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<Buffer> shared = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int i = begin; i < steps.size() && rowWise.get(i); i++) {
      for (Buffer buffer : touched.get(i)) {
        long floats = BufferPlanner.floats(buffer.count());
        if (buffer.count().isKnown()) {
          again += shared.add(buffer) ? floats : 0;
        } else if (at(first, buffer) >= begin) {
          live.add(buffer);
        }
      }
      most = Math.max(most, live.stream().mapToLong(b -> BufferPlanner.floats(b.count())).sum());
      if (most > ServingRows.NEAR) {
        return;
      }
      int now = i;
      for (Buffer buffer : live) {
        between +=
            at(last, buffer) == now && spills(buffer) ? BufferPlanner.floats(buffer.count()) : 0;
      }
      live.removeIf(b -> at(last, b) == now);
      long strip = ServingRows.wholeTiles(ServingRows.NEAR / Math.max(1, most));
      if (strip < rows) {
        // What lies between is written and read; weights are read for each further strip.
        long further = (rows - 1) / strip;
        long gain = saved[begin] + 2 * rows * between - AGAIN * again * further;
        if (gain > saved[i + 1]) {
          saved[i + 1] = gain;
          var all = new ArrayList<>(runs.get(begin));
          all.add(new Run(begin, i + 1, strip));
          runs.set(i + 1, all);
        }
      }
    }
  }

  private static int at(Map<Buffer, Integer> times, Buffer buffer) {
    Integer time = times.get(buffer);
    if (time == null) {
      throw new IllegalStateException(buffer + " is never used");
    }
    return time;
  }
}
