/** Texts and places in them. Imports nothing of Tulle. */
@NullMarked
package dev.tulle.compiler.source;

import org.jspecify.annotations.NullMarked;
