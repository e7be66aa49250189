package dev.tulle.benchmarks;

import dev.tulle.runtime.Threads;

/** A pool that knows how many jobs it was given that threads could share. */
final class CountingThreads extends Threads {
  private final Threads pool;
  private int shared;

  CountingThreads(int count) {
    pool = Threads.of(count);
  }

  /** Jobs of several pieces. */
  int shared() {
    return shared;
  }

  @Override
  public int count() {
    return pool.count();
  }

  @Override
  public void run(Kernels kernels, int kernel, int pieces) {
    shared += pieces > 1 ? 1 : 0;
    pool.run(kernels, kernel, pieces);
  }

  @Override
  public void close() {
    pool.close();
  }
}
