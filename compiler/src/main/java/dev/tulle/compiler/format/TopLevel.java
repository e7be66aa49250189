package dev.tulle.compiler.format;

import java.util.List;

/** Where empty lines stand between declarations. */
final class TopLevel {
  private TopLevel() {}

  /**
   * For each part of a file, whether an empty line stands before it: where the writer left one, and
   * around whatever has several lines, before its comments and annotations.
   */
  static boolean[] spaced(List<Part> parts) {
    var spaced = new boolean[parts.size()];
    int previous = -1;
    boolean apart = false;
    for (int i = 0; i < parts.size(); i++) {
      spaced[i] |= parts.get(i).spaced();
      apart |= spaced[i];
      if (parts.get(i) instanceof Part.Entry entry && !entry.isAnnotation()) {
        if (previous >= 0 && !apart && (isLong(parts.get(previous)) || isLong(entry))) {
          spaced[previous + 1] = true;
        }
        previous = i;
        apart = false;
      }
    }
    return spaced;
  }

  private static boolean isLong(Part part) {
    return part instanceof Part.Entry entry && !PartPrinter.isOneLine(entry);
  }
}
