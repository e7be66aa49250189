package dev.tulle.compiler.plan;

import java.util.stream.Stream;

/**
 * What a function does one after the other: a kernel, or kernels again and again, for each position
 * of an axis or for each strip of rows.
 */
public sealed interface Step permits Kernel, Repeat, Strips {
  /** The kernels of the step, each once. */
  Stream<Kernel> kernels();
}
