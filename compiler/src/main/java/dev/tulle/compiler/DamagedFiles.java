package dev.tulle.compiler;

import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.compiler.syntax.NetFile;
import dev.tulle.compiler.syntax.SyntaxReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The files of a compilation that cannot be read or did not parse. They are not looked at further,
 * since each name in them would look undeclared; what others import from them is taken on trust, so
 * that the mistakes of those are found in the same run.
 */
final class DamagedFiles {
  private final Set<String> files = new HashSet<>();
  private final Set<String> modules = new HashSet<>();

  /** The last names of damaged files whose module is not known. */
  private final Set<String> stems = new HashSet<>();

  /** Takes note of a file that cannot be read. */
  void add(String file) {
    files.add(file);
    Path name = Path.of(file).getFileName();
    stems.add(String.valueOf(name).replaceFirst("\\.net$", ""));
  }

  /** Parses a text and remembers whether it could be. */
  NetFile read(SourceFile source, DiagnosticSink sink) {
    var own = new DiagnosticSink();
    NetFile file = SyntaxReader.read(source, own);
    own.sorted().forEach(sink::report);
    if (own.hasErrors()) {
      add(file);
    }
    return file;
  }

  /** Whether a module, by its whole name, has a damaged file. */
  boolean isModule(String name) {
    return modules.contains(name) || stems.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  /**
   * The others. A file that imports all names of a damaged one is as unknown as that: nothing says
   * which names these are.
   */
  List<NetFile> whole(List<NetFile> all) {
    var whole = new ArrayList<>(all);
    whole.removeIf(file -> files.contains(file.source().name()));
    while (whole.removeIf(this::dependsOnAll)) {
      // Those that import what was just removed.
    }
    return whole;
  }

  private boolean dependsOnAll(NetFile file) {
    boolean depends =
        file.imports().stream()
            .anyMatch(
                use ->
                    use.names().isEmpty()
                        && use.alias() == null
                        && isModule(use.path().toString()));
    if (depends) {
      add(file);
    }
    return depends;
  }

  private void add(NetFile file) {
    if (file.module() == null) {
      add(file.source().name());
    } else {
      files.add(file.source().name());
      modules.add(file.module().toString());
    }
  }
}
