/** Diagnostics: their codes, their collection and how they are printed. Imports {@code source}. */
@NullMarked
package dev.tulle.compiler.diag;

import org.jspecify.annotations.NullMarked;
