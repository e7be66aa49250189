package dev.tulle.compiler.sema;

import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.NetFile;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names of one file: its declarations, what it imports, and the standard library behind them.
 */
final class ModuleScope extends Scope {
  private final NetFile file;
  private final boolean library;
  private final Map<String, ModuleFiles> aliases = new LinkedHashMap<>();
  private final Map<String, ModuleScope> imported = new LinkedHashMap<>();
  private boolean incomplete;

  ModuleScope(NetFile file, boolean library, @Nullable Scope parent) {
    super(parent);
    this.file = file;
    this.library = library;
  }

  NetFile file() {
    return file;
  }

  /**
   * Whether this is a file of the standard library: mistakes in it are shown at the user's call.
   */
  boolean isLibrary() {
    return library;
  }

  void alias(String name, ModuleFiles module) {
    aliases.put(name, module);
  }

  @Nullable ModuleFiles aliased(String name) {
    return aliases.get(name);
  }

  /** Takes note of an import that failed and might have brought any name. */
  void lackNames() {
    incomplete = true;
  }

  /** Whether a name that nothing declares may be one that a failed import should have brought. */
  boolean lacksNames() {
    return incomplete;
  }

  /** Binds a name to what another file declares. */
  void include(String name, ModuleScope from) {
    imported.put(name, from);
    // Two files that import each other are both declared before either of them is read.
    bind(
        name,
        new Value.Deferred(
            () -> {
              Value value = from.find(name);
              return value == null ? new Value.Broken() : value;
            }));
  }

  /** The file that declares what a name means here: this one, or one that it is imported from. */
  @Nullable ModuleScope declaring(String name) {
    return declaration(name) != null ? this : imported.get(name);
  }

  @Nullable Declaration declaration(String name) {
    return file.declarations().stream()
        .filter(d -> !(d instanceof Declaration.Train) && d.name().text().equals(name))
        .findFirst()
        .orElse(null);
  }
}
