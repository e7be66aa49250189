package dev.tulle.compiler.plan;

import dev.tulle.compiler.ir.Symbol;
import java.util.List;
import java.util.stream.Stream;

/**
 * Kernels that run for a few rows of the batch at a time, one strip of rows after the other, so
 * that what lies between them stays in the cache of a core.
 *
 * <p>What only they touch has room for the rows of one strip ({@link Place.Region#STRIP}); of
 * everything else a strip sees the rows that it is of.
 *
 * @param number tells them from the other strips of their function
 * @param rows of a strip; the last may have fewer
 * @param steps each {@link RowWise}, or {@link RowSums}
 * @param cleared what is zeros before all steps of the function, since strips add to it
 */
public record Strips(int number, int rows, List<Kernel> steps, List<Buffer> cleared)
    implements Step {
  /** How many rows of the batch come before those of the strip. */
  public static final Symbol FIRST = new Symbol("first", 0);

  public Strips {
    steps = List.copyOf(steps);
    cleared = List.copyOf(cleared);
  }

  @Override
  public Stream<Kernel> kernels() {
    return steps.stream();
  }
}
