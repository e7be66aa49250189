package dev.tulle.compiler.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
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
  private final Map<Buffer, List<Kernel>> writers = new IdentityHashMap<>();

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
      loaded(kernel).forEach(b -> readers.computeIfAbsent(b, x -> new ArrayList<>()).add(kernel));
      stored(kernel)
          .distinct()
          .forEach(b -> writers.computeIfAbsent(b, x -> new ArrayList<>()).add(kernel));
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
    if (kernel == null) {
      return false;
    }
    boolean ofRows = walk != null || kernel.buffers().anyMatch(b -> !b.base().count().isKnown());
    Set<Buffer> loaded = loaded(kernel);
    boolean ofSums = loaded.stream().anyMatch(sums::contains);
    if (loaded.stream().anyMatch(parts::contains)) {
      return !ofRows
          && !ofSums
          && addSums(RowSums.ofParts(kernel, parts::contains, this::isPassed), kernel);
    }
    RowSums adding = ofRows ? RowSums.of(kernel, this::isPassed) : null;
    if (adding != null
        && !adding.sums().containsAll(loaded.stream().filter(sums::contains).toList())) {
      return false;
    }
    if (adding == null && (ofSums || stored(kernel).anyMatch(sums::contains))) {
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

  private static Set<Buffer> loaded(Kernel kernel) {
    Set<Buffer> loaded = Collections.newSetFromMap(new IdentityHashMap<>());
    Values.walk(
        kernel.roots(),
        v -> {
          if (v instanceof Value.Load load) {
            loaded.add(load.buffer().base());
          }
        });
    return loaded;
  }

  private static Stream<Buffer> stored(Kernel kernel) {
    return kernel.stores().map(s -> s.buffer().base());
  }

  private boolean addBehind(Kernel kernel) {
    behind.add(kernel);
    stored(kernel).forEach(sums::add);
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
    return stored(kernel).noneMatch(Hazards::lasts);
  }

  private boolean addSums(@Nullable RowSums adding, Kernel kernel) {
    if (adding == null || stored(kernel).anyMatch(Hazards::lasts)) {
      return false;
    }
    before.addAll(adding.begins());
    within.add(adding.kernel());
    sums.addAll(adding.sums());
    cleared.addAll(adding.cleared());
    stored(kernel).filter(this::isPassed).forEach(parts::add);
    return true;
  }

  /**
   * Whether sums over a strip need not last from one to the next: a kernel of rows makes all of
   * them, and all that is done with them is to add them up further, as those of parts of the rows.
   */
  private boolean isPassed(Buffer buffer) {
    List<Kernel> makers = writers.getOrDefault(buffer, List.of());
    List<Kernel> users = readers.getOrDefault(buffer, List.of());
    return buffer.storage() == null
        && buffer.count().isKnown()
        && makers.size() == 1
        && RowWise.of(makers.get(0)) != null
        && RowSums.areSums(makers.get(0), buffer)
        && !users.isEmpty()
        && users.stream().allMatch(k -> RowSums.ofParts(k, b -> b == buffer, b -> false) != null);
  }
}
