/**
 * Text to syntax tree: the only package that sees ANTLR. Imports {@code source} and {@code diag}.
 */
@NullMarked
package dev.tulle.compiler.syntax;

import org.jspecify.annotations.NullMarked;
