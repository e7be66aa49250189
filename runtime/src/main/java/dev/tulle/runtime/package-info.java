/**
 * What generated code links against: weights, threads and the contracts of generated classes. No
 * dependency.
 */
package dev.tulle.runtime;
