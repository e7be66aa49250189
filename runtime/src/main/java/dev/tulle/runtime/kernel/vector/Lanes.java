package dev.tulle.runtime.kernel.vector;

import jdk.incubator.vector.FloatVector;

/** The width of this machine's vectors, and sums over one of them. */
public final class Lanes {
  /** Floats in a vector of the preferred species: 4, 8 or 16. */
  public static final int COUNT = FloatVector.SPECIES_PREFERRED.length();

  private Lanes() {}

  /**
   * The first {@link #COUNT} numbers of an array, to which a vector was written, added up from the
   * first to the last, whoever compiles it.
   */
  public static float sum(float[] lanes) {
    float sum = 0;
    for (int i = 0; i < COUNT; i++) {
      sum += lanes[i];
    }
    return sum;
  }
}
