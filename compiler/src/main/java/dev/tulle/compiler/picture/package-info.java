/**
 * The picture of a net: its layers as nodes, its blocks around them, its tensors as arrows. Imports
 * {@code sema}, {@code diag} and what these import.
 */
@NullMarked
package dev.tulle.compiler.picture;

import org.jspecify.annotations.NullMarked;
