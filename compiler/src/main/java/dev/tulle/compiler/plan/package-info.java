/**
 * Kernels, buffers and pieces: what is computed by which loop, and where it lies. Imports {@code
 * ir} and {@code shape}.
 */
@NullMarked
package dev.tulle.compiler.plan;

import org.jspecify.annotations.NullMarked;
