package dev.tulle.runtime.kernel;

/**
 * Counter-based random numbers: each is a hash of seed, step, stream and element, so that no order
 * of evaluation and no number of threads changes a bit.
 */
public final class RandomNumbers {
  private static final float TO_UNIT = 0x1p-24f;

  private RandomNumbers() {}

  /** The finaliser of SplitMix64 (Steele, Lea, Flood, 2014; constants: Stafford's variant 13). */
  public static long mix64(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** The key of a stream of numbers. Its low half is {@code k0} below, its high half {@code k1}. */
  public static long key(long seed, long step, long stream) {
    return mix64(mix64(mix64(seed + 0x9e3779b97f4a7c15L) + step) + stream);
  }

  /** A hash of 32 bits with little bias (Wellons, 2018, the constants of his later search). */
  public static int lowbias32(int x) {
    x ^= x >>> 16;
    x *= 0x21f0aaad;
    x ^= x >>> 15;
    x *= 0xd35a2d97;
    return x ^ (x >>> 15);
  }

  /** 32 random bits for an element. */
  public static int bits(int k0, int k1, int element) {
    return lowbias32(lowbias32(element ^ k0) + k1);
  }

  /** A multiple of 2^-24 in [0, 1). */
  public static float uniform(int k0, int k1, int element) {
    return (bits(k0, k1, element) >>> 8) * TO_UNIT;
  }

  /** Mean 0 and variance 1 (Box and Muller, 1958), from the uniform numbers 2e and 2e + 1. */
  public static float normal(int k0, int k1, int element) {
    double radius = Math.sqrt(-2 * StrictMath.log(1 - (double) uniform(k0, k1, 2 * element)));
    double angle = 2 * Math.PI * uniform(k0, k1, 2 * element + 1);
    return (float) (radius * StrictMath.cos(angle));
  }

  /** A whole number in [0, bound) from 32 random bits, by multiplication (Lemire, 2019). */
  public static int below(int bound, int bits) {
    return (int) ((Integer.toUnsignedLong(bits) * bound) >>> 32);
  }
}
