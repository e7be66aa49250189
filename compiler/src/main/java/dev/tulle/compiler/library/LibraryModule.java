package dev.tulle.compiler.library;

import java.util.List;

/**
 * A file of the library.
 *
 * @param name such as {@code losses}
 * @param introduction the comment below its `module` line
 */
public record LibraryModule(String name, String introduction, List<LibraryEntry> entries) {
  public LibraryModule {
    entries = List.copyOf(entries);
  }
}
