package dev.tulle.compiler.summary;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which positions of one axis of an input an element of a tensor depends on: from {@code low} to
 * {@code high}, both moved by {@code steps.get(a)} for each position of the element along axis
 * {@code a}.
 *
 * @param windowed whether a window moved over the axis
 */
record Reach(List<Long> steps, long low, long high, boolean windowed) {
  Reach {
    steps = List.copyOf(steps);
  }

  /** Of an input itself: the position along one of its axes. */
  static Reach of(int rank, int axis) {
    var steps = new ArrayList<>(Collections.nCopies(rank, 0L));
    steps.set(axis, 1L);
    return new Reach(steps, 0, 0, false);
  }

  /** How many positions that are. */
  long size() {
    return high - low + 1;
  }

  /** The whole of an axis of some size taken together; the axis stays and counts for nothing. */
  Reach absorb(int axis, long size) {
    long most = steps.get(axis) * (size - 1);
    var rest = new ArrayList<>(steps);
    rest.set(axis, 0L);
    return new Reach(rest, low + Math.min(0, most), high + Math.max(0, most), windowed);
  }

  Reach shift(int axis, long by) {
    return new Reach(steps, low + steps.get(axis) * by, high + steps.get(axis) * by, windowed);
  }

  /** Axes in another order or number: the old axis for each of the new ones, -1 for none. */
  Reach select(List<Integer> axes) {
    return new Reach(
        axes.stream().map(a -> a < 0 ? 0L : steps.get(a)).toList(), low, high, windowed);
  }

  /** One axis as several that move over it. */
  Reach window(int axis, long start, List<Long> strides, List<Long> sizes) {
    long step = steps.get(axis);
    var inner = new ArrayList<>(steps.subList(0, axis));
    strides.forEach(stride -> inner.add(step * stride));
    inner.addAll(steps.subList(axis + 1, steps.size()));
    boolean moves = step != 0 && sizes.size() > 1;
    return new Reach(inner, low + step * start, high + step * start, windowed || moves);
  }

  /** What either of two depends on; where they move differently, all that they pass. */
  static Reach union(Reach a, Reach b, List<Long> sizes) {
    Reach left = a;
    Reach right = b;
    for (int axis = 0; axis < sizes.size(); axis++) {
      if (!left.steps.get(axis).equals(right.steps.get(axis))) {
        left = left.absorb(axis, sizes.get(axis));
        right = right.absorb(axis, sizes.get(axis));
      }
    }
    return new Reach(
        left.steps,
        Math.min(left.low, right.low),
        Math.max(left.high, right.high),
        left.windowed || right.windowed);
  }

  /** The axes over which it moves. */
  List<Integer> moving() {
    return IntStream.range(0, steps.size()).filter(a -> steps.get(a) != 0).boxed().toList();
  }
}
