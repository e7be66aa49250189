package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.diag.NearNames;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Name;
import dev.tulle.compiler.syntax.NetFile;
import dev.tulle.compiler.syntax.Path;
import dev.tulle.compiler.syntax.SyntaxReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The files of a compilation and what each of them can see. */
public final class Modules {
  private final DiagnosticSink sink;
  private final Function<Path, @Nullable SourceFile> finder;
  private final Library library = Library.load();
  private final Map<String, ModuleScope> byModule = new LinkedHashMap<>();
  private final Map<String, ModuleScope> byFile = new LinkedHashMap<>();

  /**
   * @param finder gives the file of an imported module that is not among the files compiled, or
   *     null
   */
  public Modules(DiagnosticSink sink, Function<Path, @Nullable SourceFile> finder) {
    this.sink = sink;
    this.finder = finder;
  }

  /** Takes the files of a compilation; their imports are read too. */
  void add(List<NetFile> files) {
    for (NetFile file : files) {
      Declarations.bind(file, register(file), sink);
    }
    for (NetFile file : files) {
      resolve(file, scopeOf(file));
    }
    for (ModuleScope scope : byFile.values()) {
      new StatementValidator(scope, sink).validate();
      new CycleCheck(scope, sink).run();
    }
  }

  /** Looks at what no net used. */
  void validateRest() {
    for (ModuleScope scope : byFile.values()) {
      new NameValidator(scope, sink).validate();
    }
  }

  ModuleScope scopeOf(NetFile file) {
    ModuleScope scope = byFile.get(file.source().name());
    if (scope == null) {
      throw new IllegalStateException(file.source() + " was not added");
    }
    return scope;
  }

  private ModuleScope register(NetFile file) {
    var scope = new ModuleScope(file, false, library.names());
    byFile.put(file.source().name(), scope);
    Path module = file.module();
    if (module != null) {
      byModule.putIfAbsent(module.toString(), scope);
    }
    return scope;
  }

  private void resolve(NetFile file, ModuleScope scope) {
    for (NetFile.Import use : file.imports()) {
      try {
        include(use, scope);
      } catch (Mistake mistake) {
        report(mistake);
        // What an import should have brought is not unknown as well.
        use.names().forEach(n -> bindBroken(n.text(), scope));
        Name alias = use.alias();
        if (alias != null) {
          bindBroken(alias.text(), scope);
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

  private static void bindBroken(String name, ModuleScope scope) {
    if (!scope.declares(name)) {
      scope.bind(name, new Value.Broken());
    }
  }

  private void include(NetFile.Import use, ModuleScope scope) {
    String path = use.path().toString();
    if (path.equals("std") || path.startsWith("std.")) {
      includeLibrary(use, scope);
      return;
    }
    ModuleScope module = module(use.path());
    Name alias = use.alias();
    if (alias != null) {
      scope.alias(alias.text(), module);
    }
    if (use.names().isEmpty() && alias == null) {
      module.file().declarations().forEach(d -> importName(d.name().text(), module, scope, null));
    }
    for (Name name : use.names()) {
      try {
        importName(name.text(), module, scope, name);
      } catch (Mistake mistake) {
        report(mistake);
        bindBroken(name.text(), scope);
      }
    }
  }

  private static void importName(
      String name, ModuleScope module, ModuleScope scope, @Nullable Name written) {
    Declaration declared = module.declaration(name);
    if (declared != null && scope.declaration(name) == null) {
      // Two files that import each other are both declared before either of them is read.
      scope.bind(name, new Value.Deferred(() -> found(module, name)));
    } else if (declared != null && written != null) {
      throw Mistake.of(
          Code.N106,
          written.span(),
          "`" + name + "` is declared in this file too",
          "import the module `as` another name and write `that." + name + "`");
    } else if (declared == null && written != null) {
      List<String> there =
          module.file().declarations().stream()
              .filter(d -> !(d instanceof Declaration.Train))
              .map(d -> d.name().text())
              .toList();
      throw Mistake.of(
          Code.N107,
          written.span(),
          "`" + module.file().module() + "` declares no `" + name + "`",
          NearNames.nearest(name, there).map(n -> "a similar name is `" + n + "`").orElse(null));
    }
  }

  private static Value found(ModuleScope module, String name) {
    Value value = module.find(name);
    return value == null ? new Value.Broken() : value;
  }

  /** The library is visible everywhere; an import of it only has to be right. */
  private void includeLibrary(NetFile.Import use, ModuleScope scope) {
    List<String> path = use.path().names().stream().map(Name::text).toList();
    String module = path.size() < 2 ? "" : String.join(".", path.subList(1, path.size()));
    String planned = Planned.module(module);
    if (planned != null) {
      throw Planned.refuse(use.path().toString(), planned, use.path().span());
    }
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
              : NearNames.nearest(name.text(), library.names().visibleNames())
                  .map(n -> "a similar name is `" + n + "`")
                  .orElse(null));
    }
    Name alias = use.alias();
    if (alias != null) {
      scope.alias(alias.text(), scope);
    }
  }

  private ModuleScope module(Path path) {
    ModuleScope known = byModule.get(path.toString());
    if (known != null) {
      return known;
    }
    SourceFile source = finder.apply(path);
    if (source == null) {
      throw Mistake.of(
          Code.N107,
          path.span(),
          "no file of the module `" + path + "` is found",
          "name its file on the command line, or put `" + path.last() + ".net` beside this one");
    }
    ModuleScope again = byFile.get(source.name());
    if (again != null) {
      return again;
    }
    NetFile file = SyntaxReader.read(source, sink);
    ModuleScope scope = register(file);
    byModule.put(path.toString(), scope);
    Declarations.bind(file, scope, sink);
    Path declared = file.module();
    if (declared != null && !declared.toString().equals(path.toString())) {
      throw new Mistake(
          Diagnostic.error(
                  Code.N107,
                  path.span(),
                  "the file of `" + path + "` says that it is the module `" + declared + "`")
              .withRelated(declared.span(), "here")
              .withHelp("`import " + declared + "`, or change the line `module`"));
    }
    resolve(file, scope);
    return scope;
  }
}
