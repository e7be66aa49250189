/** What a run says of itself while it runs and when it is done. Imports the JDK alone. */
@NullMarked
package dev.tulle.training.report;

import org.jspecify.annotations.NullMarked;
