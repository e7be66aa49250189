package dev.tulle.cli;

import dev.tulle.compiler.library.LibraryEntry;
import dev.tulle.compiler.library.LibraryModule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The library's reference as JSON: modules and what each of them defines. */
final class LibraryJson {
  private LibraryJson() {}

  /** A module with some of its definitions. */
  static Map<String, Object> of(LibraryModule module, List<LibraryEntry> entries) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("module", "std." + module.name());
    map.put("introduction", module.introduction());
    map.put("definitions", entries.stream().map(LibraryJson::of).toList());
    return map;
  }

  private static Map<String, Object> of(LibraryEntry entry) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", entry.name());
    map.put("kind", entry.kind());
    map.put("signature", entry.signature());
    map.put("description", entry.description());
    map.put("shapes", entry.shapes());
    map.put("example", entry.example());
    map.put("text", entry.text());
    return map;
  }
}
