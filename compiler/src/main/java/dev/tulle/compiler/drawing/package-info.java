/**
 * Where each part of a picture goes on a sheet, and the sheet as SVG. Imports {@code picture}
 * alone.
 */
@NullMarked
package dev.tulle.compiler.drawing;

import org.jspecify.annotations.NullMarked;
