/** Passes from graph to graph that keep what it means. Imports {@code shape} and {@code ir}. */
@NullMarked
package dev.tulle.compiler.opt;

import org.jspecify.annotations.NullMarked;
