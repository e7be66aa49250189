/**
 * From typed nets to graphs. Imports {@code source}, {@code diag}, {@code sema}, {@code ir}, {@code
 * shape} and {@code ad}: a program's gradient function is made here, where what training needs is
 * known.
 */
@NullMarked
package dev.tulle.compiler.lower;

import org.jspecify.annotations.NullMarked;
