/**
 * What a net is made of and what it costs, layer by layer, and the table that says so. Imports
 * {@code sema}, {@code lower}, {@code plan} and what these import.
 */
@NullMarked
package dev.tulle.compiler.summary;

import org.jspecify.annotations.NullMarked;
