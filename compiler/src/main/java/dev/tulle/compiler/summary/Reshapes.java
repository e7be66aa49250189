package dev.tulle.compiler.summary;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Follows a stretch of positions into a tensor of another shape with the same elements. */
final class Reshapes {
  private Reshapes() {}

  /**
   * Axes are matched in groups whose products agree. A group of one axis on each side stays, one
   * axis that is split moves by what its parts count; several axes that become one are taken whole.
   */
  static Reach reshaped(Reach reach, List<Long> before, List<Long> after) {
    Reach whole = reach;
    List<Long> steps = new ArrayList<>(Collections.nCopies(after.size(), 0L));
    int from = 0;
    int to = 0;
    while (from < before.size() && to < after.size()) {
      int firstFrom = from;
      int firstTo = to;
      long left = before.get(from++);
      long right = after.get(to++);
      while (left != right) {
        if (left < right) {
          left *= before.get(from++);
        } else {
          right *= after.get(to++);
        }
      }
      int moving = -1;
      for (int axis = firstFrom; axis < from; axis++) {
        if (before.get(axis) == 1 || from - firstFrom > 1 && wide(before, firstFrom, from) > 1) {
          whole = whole.absorb(axis, before.get(axis));
        } else {
          moving = axis;
        }
      }
      if (moving >= 0) {
        long step = whole.steps().get(moving);
        for (int axis = to - 1; axis >= firstTo; axis--) {
          steps.set(axis, after.get(axis) == 1 ? 0 : step);
          step *= after.get(axis);
        }
      }
    }
    for (; from < before.size(); from++) {
      whole = whole.absorb(from, before.get(from));
    }
    return new Reach(steps, whole.low(), whole.high(), whole.windowed());
  }

  /** How many axes have more than one position. */
  private static long wide(List<Long> sizes, int from, int to) {
    return sizes.subList(from, to).stream().filter(size -> size > 1).count();
  }
}
