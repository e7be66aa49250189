package dev.tulle.compiler.ir;

/**
 * Which part of a training step a node belongs to. In all other graphs every node is {@link #KEPT}.
 *
 * @param layer tells apart the layers that are {@link Kind#FORGOTTEN}; 0 of others
 */
public record Part(Kind kind, int layer) {
  /** When a node is computed, and for whom. */
  public enum Kind {
    /** Forward, and as long in memory as anything needs it. */
    KEPT,
    /** Forward, within a layer that is computed again: the backward part has a copy of its own. */
    FORGOTTEN,
    /** Backward. */
    BACKWARD,
    /** A copy of what was forgotten, for the backward part. */
    AGAIN
  }

  /** The forward part, where no layer is computed again. */
  public static final Part KEPT = new Part(Kind.KEPT, 0);

  /** The backward part. */
  public static final Part BACKWARD = new Part(Kind.BACKWARD, 0);

  /** What the backward part computes again. */
  public static final Part AGAIN = new Part(Kind.AGAIN, 0);

  /** The inside of a layer that is computed again. */
  public static Part inside(int layer) {
    return new Part(Kind.FORGOTTEN, layer);
  }

  /** Whether it is computed before the losses are known. */
  public boolean isForward() {
    return kind == Kind.KEPT || kind == Kind.FORGOTTEN;
  }
}
