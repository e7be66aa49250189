/**
 * The reference of the standard library, made from its own text. Imports {@code sema}'s list of
 * modules, {@code syntax} and what these import.
 */
@NullMarked
package dev.tulle.compiler.library;

import org.jspecify.annotations.NullMarked;
