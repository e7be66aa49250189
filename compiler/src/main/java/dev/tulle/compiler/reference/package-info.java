/**
 * What a graph means, computed slowly in double: everything else is held against it. Imports {@code
 * ir} alone.
 */
@NullMarked
package dev.tulle.compiler.reference;

import org.jspecify.annotations.NullMarked;
