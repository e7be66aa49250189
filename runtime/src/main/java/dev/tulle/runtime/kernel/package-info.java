/** What generated kernels share; imports nothing. */
package dev.tulle.runtime.kernel;
