package dev.tulle.compiler.library;

import java.util.List;

/** The reference as plain text, for a terminal. */
public final class LibraryText {
  private LibraryText() {}

  /** Every file of the library with the signatures in it. */
  public static String overview(List<LibraryModule> modules) {
    var out = new StringBuilder();
    for (LibraryModule module : modules) {
      out.append(out.isEmpty() ? "" : "\n").append("std.").append(module.name()).append('\n');
      module.entries().forEach(e -> out.append("  ").append(e.signature()).append('\n'));
    }
    return out.toString();
  }

  /** All that is known of one definition. */
  public static String of(LibraryEntry entry) {
    var out = new StringBuilder();
    out.append(entry.kind()).append(' ').append(entry.signature()).append("\n\n");
    out.append(entry.description()).append("\n\n");
    entry.shapes().forEach(shape -> out.append("Shape: ").append(shape).append('\n'));
    out.append('\n');
    if (!entry.example().isEmpty()) {
      out.append("Example:\n").append(entry.example().indent(2)).append('\n');
    }
    return out.append("Its text:\n").append(entry.text().indent(2)).toString();
  }
}
