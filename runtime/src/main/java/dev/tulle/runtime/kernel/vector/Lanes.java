package dev.tulle.runtime.kernel.vector;

import jdk.incubator.vector.FloatVector;

/** The width of this machine's vectors. */
public final class Lanes {
  /** Floats in a vector of the preferred species: 4, 8 or 16. */
  public static final int COUNT = FloatVector.SPECIES_PREFERRED.length();

  private Lanes() {}
}
