package dev.tulle.runtime.serving;

/** Indices between arrays: kernels keep them as floats, callers as ints. */
public final class Indices {
  private Indices() {}

  /** As {@link System#arraycopy}. */
  public static void copy(float[] from, int at, int[] to, int start, int count) {
    for (int i = 0; i < count; i++) {
      to[start + i] = (int) from[at + i];
    }
  }

  /** All of them. */
  public static int[] of(float[] floats) {
    int[] indices = new int[floats.length];
    copy(floats, 0, indices, 0, indices.length);
    return indices;
  }
}
