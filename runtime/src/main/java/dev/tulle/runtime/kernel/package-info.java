/**
 * What generated kernels call. Imports the package {@code vector}, which alone sees the Vector API,
 * and only where that is present.
 */
package dev.tulle.runtime.kernel;
