package dev.tulle.compiler.plan;

/**
 * Where a buffer begins: {@code fixed + perRow * capacity} floats into an array, the capacity being
 * the most rows of a batch; in {@link Region#STRIP}, the rows of the strip.
 */
public record Place(Region region, long fixed, long perRow) {
  /** The arrays of a generated class, and the part of one that has a beginning of its own. */
  public enum Region {
    WORKSPACE,
    /**
     * Behind all other tensors of the workspace: what the kernels of {@link Strips} alone touch.
     */
    STRIP,
    WEIGHTS,
    GRADIENTS,
    SLOTS,

    /** Weights in panels, of a serving class. */
    PANELS
  }
}
