package dev.tulle.benchmarks.compare;

/** What a contestant can be asked to do with a model. */
enum Task {
  /** A training step: forward, backward and Adam. */
  TRAIN,
  /** Predictions for as many rows as a batch of training has. */
  BATCH,
  /** A prediction for one row. */
  ONE,
  /** A training step, from nothing, for the memory it takes at most. */
  MEMORY,
  /** From the start of a virtual machine to its first prediction; not asked of contestants. */
  START;

  /** As contestants read it. */
  String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
