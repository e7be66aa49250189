/**
 * Writes plans as Java. Imports {@code ir}, {@code shape} and {@code plan}; the one package that
 * sees JavaPoet and names classes of the runtime.
 */
@NullMarked
package dev.tulle.compiler.codegen;

import org.jspecify.annotations.NullMarked;
