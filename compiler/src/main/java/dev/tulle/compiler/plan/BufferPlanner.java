package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Symbol;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Places the values between kernels: two share floats where one is dead before the other is born,
 * or where a kernel writes each element just after it has read the same one.
 *
 * <p>Before: kernels in order. After: each buffer without a home has a place in the workspace.
 * Invariant: no kernel writes what a later one, or a later stage of itself, still reads.
 */
final class BufferPlanner {
  private final List<Kernel> kernels;
  private final Map<Buffer, Integer> first = new IdentityHashMap<>();
  private final Map<Buffer, Integer> last = new IdentityHashMap<>();
  private final Map<Buffer, Place> places = new IdentityHashMap<>();
  private final List<Buffer> born = new ArrayList<>();
  private final Arena fixed;
  private final Arena perRow;

  /**
   * @param fixedStart floats of the workspace that are taken
   * @param perRowStart floats a row that are taken
   */
  BufferPlanner(List<Kernel> kernels, long fixedStart, long perRowStart) {
    this.kernels = kernels;
    this.fixed = new Arena(fixedStart, 16);
    this.perRow = new Arena(perRowStart, 1);
    for (int i = 0; i < kernels.size(); i++) {
      int now = i;
      kernels.get(i).stores().forEach(s -> touch(s.buffer(), now));
      Values.walk(
          kernels.get(i).roots(),
          v -> {
            if (v instanceof Value.Load load) {
              touch(load.buffer(), now);
            }
          });
    }
    for (Buffer buffer : born) {
      place(buffer);
    }
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

  private void touch(Buffer buffer, int kernel) {
    if (!isPlacedHere(buffer)) {
      return;
    }
    if (first.putIfAbsent(buffer, kernel) == null) {
      born.add(buffer);
    }
    last.put(buffer, buffer.storage() == null ? kernel : Integer.MAX_VALUE);
  }

  private static boolean isPlacedHere(Buffer buffer) {
    if (buffer.storage() == null) {
      return true;
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
    boolean rows = buffer.count().symbols().contains(Symbol.ROWS);
    Arena arena = rows ? perRow : fixed;
    long count = floats(buffer.count());
    int from = at(first, buffer);
    int to = at(last, buffer);
    for (Buffer old : born) {
      Place place = places.get(old);
      if (place != null
          && at(last, old) == from
          && old.count().equals(buffer.count())
          && InPlace.isLegal(kernels.get(from), old, buffer)) {
        long offset = rows ? place.perRow() : place.fixed();
        if (arena.inherit(offset, count, from, to)) {
          places.put(buffer, place);
          return;
        }
      }
    }
    long offset = arena.place(count, from, to);
    places.put(buffer, new Place(Place.Region.WORKSPACE, rows ? 0 : offset, rows ? offset : 0));
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
