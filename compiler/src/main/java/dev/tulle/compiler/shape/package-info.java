/**
 * The rules of shapes and types, and the only way to build nodes. Imports {@code ir}, and {@code
 * source} for the places that nodes come from.
 */
@NullMarked
package dev.tulle.compiler.shape;

import org.jspecify.annotations.NullMarked;
