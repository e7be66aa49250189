package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Storage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets a function of the training go through the whole net for one strip of rows after the other,
 * where what lies between its kernels for a whole batch is large: gradients, losses and what
 * metrics count add up from strip to strip.
 *
 * <p>Before: kernels in order. After: those that no row decides, then all that rows decide in
 * {@link Strips}, then what needs sums over all rows. A function whose rows need each other in
 * between, as batch norms do, stays as it is.
 */
final class TrainingStrips {
  /** Floats between kernels that need no strips: 8 MiB. */
  private static final long ROOM = 1 << 21;

  /** How many times the floats of the weights may lie between the kernels of a strip. */
  private static final long TIMES_WEIGHTS = 3;

  private final List<Step> before = new ArrayList<>();
  private final List<Kernel> within = new ArrayList<>();
  private final List<Step> behind = new ArrayList<>();

  /** What strips add to, and what is made of that. */
  private final Set<Buffer> sums = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Sums over a strip that are added up further within it. */
  private final Set<Buffer> parts = Collections.newSetFromMap(new IdentityHashMap<>());

  private final List<Buffer> cleared = new ArrayList<>();
  private final Map<Buffer, List<Kernel>> readers = new IdentityHashMap<>();

  /** How many rows a strip has. */
  interface Rows {
    /**
     * As few as all of the batch, or fewer.
     *
     * @param perRow floats between kernels for each row
     * @param weights floats
     * @param batch rows of a batch
     */
    long of(long perRow, long weights, long batch);
  }

  private TrainingStrips(List<Kernel> kernels) {
    for (Kernel kernel : kernels) {
      Values.walk(
          kernel.roots(),
          v -> {
            if (v instanceof Value.Load load) {
              readers.computeIfAbsent(load.buffer().base(), b -> new ArrayList<>()).add(kernel);
            }
          });
    }
  }

  /**
   * The rows of a strip: so many that what lies between kernels for them has the room, but for
   * gradients of many weights more, since every strip reads and writes these. All strips of a batch
   * are as long, but for the last.
   *
   * @param perRow floats between kernels for each row
   * @param weights floats
   * @param batch rows of a batch
   */
  static long rows(long perRow, long weights, long batch) {
    long most = Math.max(1, Math.max(ROOM, TIMES_WEIGHTS * weights) / Math.max(1, perRow));
    long strips = (batch + most - 1) / most;
    return (batch + strips - 1) / strips;
  }

  /**
   * The same steps in strips of so many rows, or as they are where rows need each other.
   *
   * @param rows of a strip
   */
  static List<Step> plan(List<Step> steps, long rows) {
    if (!steps.stream().allMatch(Kernel.class::isInstance)) {
      return steps;
    }
    List<Kernel> kernels = steps.stream().map(Kernel.class::cast).toList();
    var strips = new TrainingStrips(kernels);
    if (!kernels.stream().allMatch(strips::add) || strips.within.isEmpty()) {
      return steps;
    }
    var planned = new ArrayList<>(strips.before);
    planned.add(new Strips(1, (int) rows, strips.within, strips.cleared));
    planned.addAll(strips.behind);
    return planned;
  }

  /** Whether the kernel has a place before strips, within or behind them. */
  private boolean add(Kernel whole) {
    RowWise walk = RowWise.of(whole);
    Kernel kernel = walk == null ? whole : walk.countingFromFirst();
    List<Buffer> touched = kernel.buffers().map(Buffer::base).distinct().toList();
    boolean ofRows = touched.stream().anyMatch(b -> !b.count().isKnown());
    if (touched.stream().anyMatch(parts::contains)) {
      return !ofRows && addSums(RowSums.ofParts(kernel, parts::contains, this::isPassed), kernel);
    }
    RowSums adding = ofRows ? RowSums.of(kernel, this::isPassed) : null;
    Collection<Buffer> own = adding == null ? List.of() : adding.sums();
    if (touched.stream().anyMatch(b -> sums.contains(b) && !own.contains(b))) {
      return !ofRows && addBehind(kernel);
    }
    if (!ofRows) {
      return addOfWeights(kernel);
    }
    if (walk != null && walk.isAlone()) {
      within.add(kernel);
      return true;
    }
    return addSums(adding, kernel);
  }

  private boolean addBehind(Kernel kernel) {
    behind.add(kernel);
    kernel.stores().forEach(s -> sums.add(s.buffer().base()));
    return true;
  }

  /**
   * Panels of weights are laid out anew for each strip, so that they share their memory; everything
   * else that is made of weights is made once.
   */
  private boolean addOfWeights(Kernel kernel) {
    if (kernel instanceof Kernel.Panels) {
      within.add(kernel);
    } else {
      before.add(kernel);
    }
    return kernel.stores().noneMatch(s -> isKept(s.buffer().base().storage()));
  }

  /** Whether others may read what was there before. */
  private static boolean isKept(@Nullable Storage storage) {
    return storage == Storage.PARAMETER || storage == Storage.STATE || storage == Storage.SLOT;
  }

  private boolean addSums(@Nullable RowSums adding, Kernel kernel) {
    if (adding == null) {
      return false;
    }
    before.addAll(adding.begins());
    within.add(adding.kernel());
    sums.addAll(adding.sums());
    cleared.addAll(adding.cleared());
    kernel.stores().map(s -> s.buffer().base()).filter(this::isPassed).forEach(parts::add);
    return true;
  }

  /**
   * Whether sums over a strip need not last from one to the next: all that is done with them is to
   * add them up further, as those of parts of the rows.
   */
  private boolean isPassed(Buffer buffer) {
    List<Kernel> found = readers.getOrDefault(buffer, List.of());
    return buffer.storage() == null
        && buffer.count().isKnown()
        && !found.isEmpty()
        && found.stream().allMatch(k -> RowSums.ofParts(k, b -> b == buffer, b -> false) != null);
  }
}
