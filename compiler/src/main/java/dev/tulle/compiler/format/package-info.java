/**
 * The one form that texts of the language have: spaces, line ends and columns, never a word.
 * Imports {@code syntax} and what it imports.
 */
@NullMarked
package dev.tulle.compiler.format;

import org.jspecify.annotations.NullMarked;
