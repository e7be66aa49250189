/**
 * Tulle beside its peers: contestants are processes that are asked in turn for one task after the
 * other, and their answers become a page.
 */
package dev.tulle.benchmarks.compare;
