package dev.tulle.benchmarks.compare;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * What a core can multiply and add at most: sixteen accumulators, enough to keep two units of
 * latency four busy, in the widest vectors.
 */
final class FmaPeak {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int ROUNDS = 4_000_000;
  private static final int ACCUMULATORS = 16;

  private FmaPeak() {}

  /** The best of some rounds, in GFLOP/s. */
  static double measure() {
    float[] seed = new float[SPECIES.length()];
    double best = 0;
    for (int i = 0; i < 20; i++) {
      long begin = System.nanoTime();
      float end = run(seed);
      double nanos = System.nanoTime() - begin;
      seed[0] = end * 0; // keeps the work alive
      best = Math.max(best, 2.0 * ACCUMULATORS * SPECIES.length() * ROUNDS / nanos);
    }
    return best;
  }

  private static float run(float[] seed) {
    FloatVector x = FloatVector.fromArray(SPECIES, seed, 0).add(0.5f);
    FloatVector y = x.add(0.25f);
    FloatVector a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x;
    FloatVector i = y, j = y, k = y, l = y, m = y, n = y, o = y, p = y;
    for (int round = 0; round < ROUNDS; round++) {
      a = a.fma(x, y);
      b = b.fma(x, y);
      c = c.fma(x, y);
      d = d.fma(x, y);
      e = e.fma(x, y);
      f = f.fma(x, y);
      g = g.fma(x, y);
      h = h.fma(x, y);
      i = i.fma(x, y);
      j = j.fma(x, y);
      k = k.fma(x, y);
      l = l.fma(x, y);
      m = m.fma(x, y);
      n = n.fma(x, y);
      o = o.fma(x, y);
      p = p.fma(x, y);
    }
    FloatVector left = a.add(b).add(c).add(d).add(e.add(f).add(g).add(h));
    FloatVector right = i.add(j).add(k).add(l).add(m.add(n).add(o).add(p));
    return left.add(right).lane(0);
  }
}
