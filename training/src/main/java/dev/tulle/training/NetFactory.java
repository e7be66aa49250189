package dev.tulle.training;

import dev.tulle.runtime.Threads;
import dev.tulle.runtime.TrainingNet;

/** Makes a fresh net: the constructor of a generated training class. */
@FunctionalInterface
public interface NetFactory {
  /**
   * A net whose weights are not set yet.
   *
   * @param capacity the most rows of a batch, at least 1
   * @param threads where its kernels run
   */
  TrainingNet create(int capacity, Threads threads);
}
