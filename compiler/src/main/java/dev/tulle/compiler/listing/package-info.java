/**
 * What a net runs: the kernels of each of its functions in their order, what they cost, and where
 * tensors lie. Imports {@code codegen}, {@code plan}, {@code summary} and what these import.
 */
@NullMarked
package dev.tulle.compiler.listing;

import org.jspecify.annotations.NullMarked;
