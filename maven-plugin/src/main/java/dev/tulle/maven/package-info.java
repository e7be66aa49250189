/** Maven goals over the compiler. Imports the compiler's facade, its diagnostics and Maven. */
@NullMarked
package dev.tulle.maven;

import org.jspecify.annotations.NullMarked;
