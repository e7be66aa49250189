/**
 * Names, types and shapes: from syntax trees to typed nets. Imports {@code source}, {@code diag},
 * {@code syntax} and, of {@code ir}, the vocabulary that typed nets and graphs share: scalar
 * functions, recipes and data sources.
 */
@NullMarked
package dev.tulle.compiler.sema;

import org.jspecify.annotations.NullMarked;
