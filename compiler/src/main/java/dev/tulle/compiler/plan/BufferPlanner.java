package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Symbol;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Places the values between kernels: two share floats where one is dead before the other is born,
 * or where a kernel writes each element just after it has read the same one.
 *
 * <p>Before: kernels in order. After: each buffer without a home has a place in the workspace.
 * Invariant: no kernel writes what a later one, or a later stage of itself, still reads.
 */
final class BufferPlanner {
  /** When the kernels of strips begin and end. */
  private record Time(int begin, int end, Strips strips) {}

  /** In the order of time; null where a loop or strips begin or end. */
  private final List<@Nullable Kernel> kernels = new ArrayList<>();

  private final Map<Buffer, Integer> first = new IdentityHashMap<>();
  private final Map<Buffer, Integer> last = new IdentityHashMap<>();
  private final Map<Buffer, Place> places = new IdentityHashMap<>();
  private final List<Buffer> born = new ArrayList<>();

  /** By the kernel that is the last to use them. */
  private final Map<Integer, List<Buffer>> dying = new HashMap<>();

  /** Those of which kernels see parts. */
  private final Set<Buffer> parted = Collections.newSetFromMap(new IdentityHashMap<>());

  private final Set<Buffer> elsewhere;

  private final List<Time> times = new ArrayList<>();

  /** What only the kernels of strips touch. */
  private final Map<Buffer, Strips> inStrips = new IdentityHashMap<>();

  private final Arena fixed;
  private final Arena perRow;
  private final Arena strip = new Arena(0, 16);
  private long stripLength;

  /**
   * @param elsewhere what has a place outside of the workspace; compared by identity
   * @param fixedStart floats of the workspace that are taken
   * @param perRowStart floats a row that are taken
   */
  BufferPlanner(List<Step> steps, Set<Buffer> elsewhere, long fixedStart, long perRowStart) {
    this.elsewhere = elsewhere;
    this.fixed = new Arena(fixedStart, 16);
    this.perRow = new Arena(perRowStart, 16);
    // Zeros are written before all else.
    kernels.add(null);
    for (Step step : steps) {
      if (step instanceof Strips strips) {
        strips.cleared().forEach(b -> touch(b, 0));
      }
    }
    steps.forEach(this::pass);
    times.forEach(this::spread);
    for (Buffer buffer : born) {
      dying.computeIfAbsent(at(last, buffer), t -> new ArrayList<>()).add(buffer);
    }
    for (Buffer buffer : born) {
      place(buffer);
    }
  }

  private void pass(Step step) {
    if (step instanceof Repeat loop) {
      pass(loop);
    } else if (step instanceof Strips strips) {
      int begin = kernels.size();
      kernels.add(null);
      strips.steps().forEach(this::pass);
      times.add(new Time(begin, kernels.size(), strips));
      kernels.add(null);
    } else {
      Kernel kernel = (Kernel) step;
      int now = kernels.size();
      kernels.add(kernel);
      kernel.buffers().forEach(b -> touch(b, now));
    }
  }

  /**
   * What lives on from turn to turn, or before or behind the loop as well, lives as long as the
   * loop; what a turn alone has is free for others in the rest of the turn, but where some rows may
   * be in another turn than others.
   */
  private void pass(Repeat loop) {
    int begin = kernels.size();
    kernels.add(null);
    loop.steps().forEach(this::pass);
    int end = kernels.size();
    kernels.add(null);
    Set<Buffer> lasting = Collections.newSetFromMap(new IdentityHashMap<>());
    loop.kernels()
        .flatMap(Kernel::buffers)
        .filter(b -> isPlacedHere(b.base()))
        .forEach(
            b -> {
              if (loop.byRows() || loop.moves(b) || at(first, b.base()) < begin) {
                lasting.add(b.base());
              }
            });
    lasting.forEach(
        b -> {
          first.merge(b, begin, Math::min);
          last.merge(b, end, Math::max);
        });
  }

  /** What lives before strips or behind them, or adds up in them, has to last through all. */
  private void spread(Time time) {
    time.strips()
        .kernels()
        .flatMap(Kernel::buffers)
        .map(Buffer::base)
        .filter(this::isPlacedHere)
        .forEach(
            b -> {
              if (at(first, b) <= time.begin() || at(last, b) >= time.end()) {
                first.merge(b, time.begin(), Math::min);
                last.merge(b, time.end(), Math::max);
              } else if (isPerRow(b)) {
                inStrips.put(b, time.strips());
              }
            });
  }

  Map<Buffer, Place> places() {
    return places;
  }

  long fixedLength() {
    return fixed.length();
  }

  long perRowLength() {
    return perRow.length();
  }

  /** Floats for each row of a strip. */
  long stripPerRow() {
    return strip.length();
  }

  /** Floats of the largest strip. */
  long stripLength() {
    return stripLength;
  }

  private void touch(Buffer seen, int kernel) {
    Buffer buffer = seen.base();
    if (buffer != seen) {
      parted.add(buffer);
    }
    if (!isPlacedHere(buffer)) {
      return;
    }
    if (first.putIfAbsent(buffer, kernel) == null) {
      born.add(buffer);
    }
    last.put(buffer, buffer.storage() == null ? kernel : Integer.MAX_VALUE);
  }

  private boolean isPlacedHere(Buffer buffer) {
    if (buffer.storage() == null) {
      return !elsewhere.contains(buffer);
    }
    return switch (buffer.storage()) {
      case OUTPUT, LOSS, SUM -> true;
      default -> false;
    };
  }

  private int at(Map<Buffer, Integer> times, Buffer buffer) {
    Integer time = times.get(buffer);
    if (time == null) {
      throw new IllegalStateException(buffer + " is never used");
    }
    return time;
  }

  private void place(Buffer buffer) {
    boolean rows = isPerRow(buffer);
    Strips strips = inStrips.get(buffer);
    Arena arena = strips != null ? strip : rows ? perRow : fixed;
    Place.Region region = strips != null ? Place.Region.STRIP : Place.Region.WORKSPACE;
    long count = floats(buffer.count());
    int from = at(first, buffer);
    int to = at(last, buffer);
    Kernel kernel = kernels.get(from);
    for (Buffer old : dying.getOrDefault(from, List.of())) {
      Place place = places.get(old);
      if (place != null
          && kernel != null
          && place.region() == region
          && !parted.contains(old)
          && !parted.contains(buffer)
          && old.count().equals(buffer.count())
          && InPlace.isLegal(kernel, old, buffer)) {
        long offset = rows ? place.perRow() : place.fixed();
        if (arena.inherit(offset, count, from, to)) {
          places.put(buffer, place);
          return;
        }
      }
    }
    long offset = arena.place(count, from, to);
    places.put(buffer, new Place(region, rows ? 0 : offset, rows ? offset : 0));
    if (strips != null) {
      stripLength = Math.max(stripLength, strips.rows() * arena.end(offset, count));
    }
  }

  private static boolean isPerRow(Buffer buffer) {
    return buffer.count().symbols().contains(Symbol.ROWS);
  }

  /** Floats of all, or of one row where the size has rows in it. */
  static long floats(Size size) {
    long count = size.coefficient();
    int rows = 0;
    for (Symbol symbol : size.symbols()) {
      if (symbol.equals(Symbol.ROWS)) {
        rows++;
      } else {
        count = Math.multiplyExact(count, symbol.bound());
      }
    }
    if (rows > 1) {
      throw new IllegalStateException("a tensor of " + size + " floats pairs rows of a batch");
    }
    return count;
  }
}
