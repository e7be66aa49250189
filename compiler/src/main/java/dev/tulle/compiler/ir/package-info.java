/**
 * The graph: few primitive operators over tensors whose sizes are known up to symbols such as the
 * batch. Imports {@code source} for the places that nodes come from.
 */
@NullMarked
package dev.tulle.compiler.ir;

import org.jspecify.annotations.NullMarked;
