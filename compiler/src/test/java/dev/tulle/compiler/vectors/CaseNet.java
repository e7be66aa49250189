package dev.tulle.compiler.vectors;

import dev.tulle.compiler.source.SourceFile;

/** A net that does what a case is about, and is held against all of its arrays. */
interface CaseNet {
  SourceFile file();

  /** The most rows of a batch. */
  int capacity();

  /** Runs the net and holds every array of the case against what comes out. */
  void check(Machine machine, double tolerance);

  /** Of generated code. */
  double tolerance();

  /** Of the interpreter. */
  default double exactTolerance() {
    return Agreement.DOUBLE;
  }
}
