package dev.tulle.compiler.reference;

import dev.tulle.compiler.ir.Op;

/**
 * Random numbers as a function of seed, step, stream and element; {@code docs/ops.md} defines the
 * bits.
 *
 * <p>The key is mixed as in SplitMix64 (Steele, Lea and Flood, 2014), the elements by a 32-bit hash
 * of low bias (Wellons, 2018).
 */
final class RandomStream {
  private final int k0;
  private final int k1;

  RandomStream(long seed, long step, long stream) {
    long key = mix(mix(mix(seed + 0x9e3779b97f4a7c15L) + step) + stream);
    this.k0 = (int) key;
    this.k1 = (int) (key >>> 32);
  }

  double next(Op.Random.Distribution distribution, int element) {
    return switch (distribution) {
      case UNIFORM -> uniform(element);
      case NORMAL -> normal(element);
    };
  }

  /** At least 0, less than 1, a multiple of 2^-24. */
  private double uniform(int element) {
    return (hash(hash(element ^ k0) + k1) >>> 8) * 0x1p-24;
  }

  /** Box and Muller, 1958. */
  private double normal(int element) {
    double radius = Math.sqrt(-2 * Math.log(1 - uniform(2 * element)));
    return radius * Math.cos(2 * Math.PI * uniform(2 * element + 1));
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  private static int hash(int x) {
    x ^= x >>> 16;
    x *= 0x21f0aaad;
    x ^= x >>> 15;
    x *= 0xd35a2d97;
    return x ^ (x >>> 15);
  }
}
