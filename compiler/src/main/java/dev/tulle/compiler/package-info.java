/** The compiler's facade: ties the stages together. May import every stage; no stage imports it. */
@NullMarked
package dev.tulle.compiler;

import org.jspecify.annotations.NullMarked;
