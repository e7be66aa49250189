package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.diag.NearNames;
import dev.tulle.compiler.syntax.Name;
import dev.tulle.compiler.syntax.NetFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes what a file imports visible in it. */
final class Imports {
  private final Modules modules;
  private final Library library;
  private final ModuleScope scope;
  private final DiagnosticSink sink;

  Imports(Modules modules, Library library, ModuleScope scope, DiagnosticSink sink) {
    this.modules = modules;
    this.library = library;
    this.scope = scope;
    this.sink = sink;
  }

  void resolve() {
    for (NetFile.Import use : scope.file().imports()) {
      try {
        include(use);
      } catch (Mistake mistake) {
        report(mistake);
        // What an import should have brought is not unknown as well.
        use.names().forEach(name -> bindBroken(name.text()));
        Name alias = use.alias();
        if (alias != null) {
          bindBroken(alias.text());
        } else if (use.names().isEmpty() && !isLibrary(use)) {
          scope.lackNames();
        }
      }
    }
  }

  private void report(Mistake mistake) {
    Diagnostic diagnostic = mistake.diagnostic();
    if (diagnostic != null) {
      sink.report(diagnostic);
    }
  }

  private void bindBroken(String name) {
    if (!scope.declares(name)) {
      scope.bind(name, new Value.Broken());
    }
  }

  private void include(NetFile.Import use) {
    String path = use.path().toString();
    if (isLibrary(use)) {
      includeLibrary(use);
      return;
    }
    ModuleFiles module = modules.module(use);
    Name alias = use.alias();
    if (alias != null) {
      scope.alias(alias.text(), module);
    }
    if (use.names().isEmpty() && alias == null) {
      module.declared().forEach(name -> importName(name, path, module, null));
    }
    for (Name name : use.names()) {
      try {
        importName(name.text(), path, module, name);
      } catch (Mistake mistake) {
        report(mistake);
        bindBroken(name.text());
      }
    }
  }

  private static boolean isLibrary(NetFile.Import use) {
    return use.path().names().get(0).text().equals("std");
  }

  private void importName(String name, String path, ModuleFiles module, @Nullable Name written) {
    ModuleScope declaring = module.declaring(name);
    if (declaring != null && scope.declaration(name) == null) {
      scope.include(name, declaring);
    } else if (declaring != null && written != null) {
      throw Mistake.of(
          Code.N106,
          written.span(),
          "`" + name + "` is declared in this file too",
          "import the module `as` another name and write `that." + name + "`");
    } else if (declaring == null && written != null) {
      throw Mistake.of(
          Code.N107,
          written.span(),
          "`" + path + "` declares no `" + name + "`",
          NearNames.advice(name, module.declared()));
    }
  }

  /** The library is visible everywhere; an import of it only has to be right. */
  private void includeLibrary(NetFile.Import use) {
    List<String> path = use.path().names().stream().map(Name::text).toList();
    String module = path.size() < 2 ? "" : String.join(".", path.subList(1, path.size()));
    if (!module.isEmpty() && !Library.MODULES.contains(module)) {
      throw Mistake.of(
          Code.N107,
          use.path().span(),
          "the standard library has no module `" + use.path() + "`",
          NearNames.nearest(module, Library.MODULES)
              .map(n -> "a similar name is `std." + n + "`")
              .orElse("there are std." + String.join(", std.", Library.MODULES)));
    }
    for (Name name : use.names()) {
      if (library.declares(module, name.text())) {
        continue;
      }
      String elsewhere = library.moduleOf(name.text());
      throw Mistake.of(
          Code.N107,
          name.span(),
          "`" + use.path() + "` declares no `" + name + "`",
          elsewhere != null
              ? "it stands in `std." + elsewhere + "`; the library needs no import"
              : NearNames.advice(
                  name.text(),
                  module.isEmpty() ? library.names().visibleNames() : library.namesOf(module)));
    }
    Name alias = use.alias();
    if (alias != null) {
      scope.alias(alias.text(), new ModuleFiles(List.of(scope)));
    }
  }
}
