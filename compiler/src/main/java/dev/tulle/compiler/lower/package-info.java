/**
 * From typed nets to graphs. Imports {@code source}, {@code diag}, {@code sema}, {@code ir} and
 * {@code shape}.
 */
@NullMarked
package dev.tulle.compiler.lower;

import org.jspecify.annotations.NullMarked;
