package dev.tulle.compiler.sema;

import dev.tulle.compiler.syntax.Declaration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A module as an import sees it: what its files declare, the first file that declares a name having
 * it.
 */
record ModuleFiles(List<ModuleScope> files) {
  ModuleFiles {
    files = List.copyOf(files);
  }

  /** The file that declares a name, or null. */
  @Nullable ModuleScope declaring(String name) {
    return files.stream().filter(f -> f.declaration(name) != null).findFirst().orElse(null);
  }

  /** What a name means in the module, or null. */
  @Nullable Value find(String name) {
    ModuleScope declaring = declaring(name);
    return declaring != null
        ? declaring.find(name)
        : files.stream()
            .map(file -> file.find(name))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
  }

  /** The names that its files declare. */
  List<String> declared() {
    return files.stream()
        .flatMap(file -> file.file().declarations().stream())
        .filter(declaration -> !(declaration instanceof Declaration.Train))
        .map(declaration -> declaration.name().text())
        .distinct()
        .toList();
  }

  /** Every name that its files can see. */
  Set<String> visibleNames() {
    var names = new TreeSet<String>();
    files.forEach(file -> names.addAll(file.visibleNames()));
    return names;
  }
}
