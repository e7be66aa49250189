/**
 * The command line: one class a subcommand. Imports the compiler's facade and its diagnostics,
 * {@code training} and {@code runtime}.
 */
@NullMarked
package dev.tulle.cli;

import org.jspecify.annotations.NullMarked;
