package dev.tulle.compiler.plan;

/**
 * Where a buffer begins: {@code fixed + perRow * capacity} floats into an array, the capacity being
 * the most rows of a batch.
 */
public record Place(Region region, long fixed, long perRow) {
  /** The arrays of a generated class. */
  public enum Region {
    WORKSPACE,
    WEIGHTS,
    GRADIENTS,
    SLOTS,

    /** Weights in panels, of a serving class. */
    PANELS
  }
}
