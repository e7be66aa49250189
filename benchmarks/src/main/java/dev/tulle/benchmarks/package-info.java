/**
 * What is measured, beside the peers: products alone, and whole training steps. Imports every
 * module.
 */
package dev.tulle.benchmarks;
