package dev.tulle.maven;

/**
 * What a build asks of nets besides being right.
 *
 * @param failOnWarning whether a warning counts as a mistake
 */
record Demands(boolean failOnWarning, Budget budget) {
  static final Demands NONE = new Demands(false, new Budget(0, 0));
}
