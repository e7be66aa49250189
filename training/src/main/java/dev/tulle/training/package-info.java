/**
 * Training a net on a table, and predicting the rows of one. Imports its own subpackages and the
 * runtime; FastCSV to write.
 */
@NullMarked
package dev.tulle.training;

import org.jspecify.annotations.NullMarked;
