package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.ir.Sum;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A position that moves evenly with the axes of a loop nest.
 *
 * @param offset where all loops stand at 0
 * @param strides how far a step along each loop axis moves, outermost first
 */
public record Affine(Sum offset, List<Size> strides) {
  /** A stride along an axis that does not matter. */
  public static final Size STILL = Size.of(0);

  public Affine {
    strides = List.copyOf(strides);
  }

  /** The same position whatever the loops do. */
  static Affine fixed(long offset, int loops) {
    return fixed(Sum.of(offset), loops);
  }

  /** As {@link #fixed(long, int)}, at a place that depends on sizes. */
  static Affine fixed(Sum offset, int loops) {
    return new Affine(offset, Collections.nCopies(loops, STILL));
  }

  /** The counter of loop {@code loop} itself. */
  static Affine counter(int loop, int loops) {
    var strides = new ArrayList<>(Collections.nCopies(loops, STILL));
    strides.set(loop, Size.ONE);
    return new Affine(Sum.of(0), strides);
  }

  /** The same position in a nest with one loop more inside, which does not move it. */
  Affine widened() {
    var wider = new ArrayList<>(strides);
    wider.add(STILL);
    return new Affine(offset, wider);
  }

  /** The same position in a nest without the innermost loop. */
  Affine narrowed() {
    return new Affine(offset, strides.subList(0, strides.size() - 1));
  }

  Affine plus(Size distance) {
    return new Affine(offset.plus(Sum.of(distance)), strides);
  }

  /** The sum with a position that moves along other loops. */
  Affine plus(Affine other) {
    var sum = new ArrayList<Size>();
    for (int i = 0; i < strides.size(); i++) {
      Size a = strides.get(i);
      Size b = other.strides.get(i);
      if (!isStill(a) && !isStill(b)) {
        throw new IllegalStateException("one loop moves two axes: " + this + " and " + other);
      }
      sum.add(isStill(a) ? b : a);
    }
    return new Affine(offset.plus(other.offset), sum);
  }

  /** Every distance times {@code factor}. */
  Affine times(Size factor) {
    return new Affine(
        offset.times(Sum.of(factor)),
        strides.stream().map(s -> isStill(s) ? STILL : s.times(factor)).toList());
  }

  /** Whether it moves along none of the loops from {@code first} (inclusive) to {@code end}. */
  public boolean isStill(int first, int end) {
    return strides.subList(first, end).stream().allMatch(Affine::isStill);
  }

  static boolean isStill(Size stride) {
    return stride.coefficient() == 0;
  }
}
