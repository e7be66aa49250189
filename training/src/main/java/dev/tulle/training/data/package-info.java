/**
 * Tables, what fields are made of, and how rows are parted. Imports the runtime; the only package
 * that sees FastCSV.
 */
@NullMarked
package dev.tulle.training.data;

import org.jspecify.annotations.NullMarked;
