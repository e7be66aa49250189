/** Differentiation, graph to graph. Imports {@code shape} and {@code ir}. */
@NullMarked
package dev.tulle.compiler.ad;

import org.jspecify.annotations.NullMarked;
