/** One run of a net over its rows. Imports the runtime, {@code data} and {@code report}. */
@NullMarked
package dev.tulle.training.loop;

import org.jspecify.annotations.NullMarked;
