package dev.tulle.runtime.kernel;

/**
 * A thread's own array for packed panels and partial vectors: small, so that it stays in the
 * nearest cache.
 */
public final class Scratch {
  private static final ThreadLocal<float[]> FLOATS = ThreadLocal.withInitial(() -> new float[4096]);

  private Scratch() {}

  /**
   * The calling thread's array, with anything in it.
   *
   * @param length the floats that are needed; the array may be longer
   */
  public static float[] floats(int length) {
    float[] floats = FLOATS.get();
    if (floats.length < length) {
      floats = new float[length];
      FLOATS.set(floats);
    }
    return floats;
  }
}
