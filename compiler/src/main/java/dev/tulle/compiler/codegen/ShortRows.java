package dev.tulle.compiler.codegen;

import dev.tulle.compiler.ir.Size;
import dev.tulle.compiler.plan.Kernel;
import java.util.List;

/**
 * How the outer loops of a kernel are walked. One counter goes through all of them, from which the
 * position along each is divided; where rows are short, two divisions for each would take longer
 * than the row, and the innermost of these loops are loops.
 */
final class ShortRows {
  /** Steps of a loop around rows that are written one after the other. */
  static final int MOST_WRITTEN = 3;

  /** Steps of a reduction that are written one after the other. */
  private static final int MOST_STEPS = 9;

  /** Floats of a row that take no longer than the divisions which find its place. */
  private static final int MOST_FLOATS = 4 * Kernel.WIDEST;

  /** Rows that are walked through without a division at most. */
  private static final long MOST_WALKED = 64;

  /** Rows that make a division cheap; C2 loses itself in small loops within small loops. */
  private static final long ENOUGH_WALKED = 8;

  /** Operations in all copies of what is written one after the other. */
  private static final long MOST_OPERATIONS = 80;

  private ShortRows() {}

  /**
   * How many of the outer loops one counter goes through: as few as leave it enough for pieces.
   *
   * @param operations on a vector in one go through the kernel
   */
  static int flat(Kernel.Loop kernel, int operations) {
    List<Size> outer = kernel.outer();
    int flat = outer.size();
    if (!areShort(kernel)) {
      return flat;
    }
    long copied = operations * count(kernel.middle()).value();
    long walked = 1;
    while (walked < ENOUGH_WALKED && flat > 1 && outer.get(flat - 1).isKnown()) {
      long steps = outer.get(flat - 1).value();
      walked *= steps;
      copied *= steps > MOST_WRITTEN ? 1 : steps;
      Size left = count(outer.subList(0, flat - 1));
      boolean leavesPieces = !left.isKnown() && left.coefficient() > 1;
      if (walked > MOST_WALKED || copied > MOST_OPERATIONS || !leavesPieces) {
        break;
      }
      flat--;
    }
    return flat;
  }

  private static boolean areShort(Kernel.Loop kernel) {
    return isFewSteps(kernel.middle())
        && kernel.inner().stream().allMatch(i -> i.isKnown() && i.value() <= MOST_FLOATS);
  }

  /** Whether the loops of a reduction are so few steps that these are written out. */
  static boolean isFewSteps(List<Size> loops) {
    Size steps = count(loops);
    return steps.isKnown() && steps.value() <= MOST_STEPS;
  }

  /** The steps of loops in each other. */
  static Size count(List<Size> loops) {
    return loops.stream().reduce(Size.ONE, Size::times);
  }
}
