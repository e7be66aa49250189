package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.compiler.syntax.NetFile;
import dev.tulle.compiler.syntax.Path;
import dev.tulle.compiler.syntax.SyntaxReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of a compilation, those that they import, and what each of them can see. */
public final class Modules {
  private final DiagnosticSink sink;
  private final ModuleFinder finder;
  private final Predicate<String> damaged;
  private final Library library = Library.load();
  private final Map<String, List<ModuleScope>> compiled = new LinkedHashMap<>();
  private final Map<String, List<ModuleScope>> found = new LinkedHashMap<>();
  private final Map<String, ModuleScope> byFile = new LinkedHashMap<>();

  /**
   * @param finder asked for modules that are imported and not among the files compiled
   * @param damaged whether a module has a file whose mistakes of syntax were reported: what is
   *     imported from it is not unknown as well
   */
  public Modules(DiagnosticSink sink, ModuleFinder finder, Predicate<String> damaged) {
    this.sink = sink;
    this.finder = finder;
    this.damaged = damaged;
  }

  /** Takes the files of a compilation; their imports are read too. */
  void add(List<NetFile> files) {
    for (NetFile file : files) {
      ModuleScope scope = register(file);
      Path module = file.module();
      if (module != null) {
        compiled.computeIfAbsent(module.toString(), name -> new ArrayList<>()).add(scope);
      }
    }
    files.forEach(file -> resolveImports(scopeOf(file)));
    for (ModuleScope scope : byFile.values()) {
      new StatementValidator(scope, sink).validate();
    }
    new CycleCheck(sink).run(byFile.values());
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
    Declarations.bind(file, scope, sink);
    return scope;
  }

  private void resolveImports(ModuleScope scope) {
    new Imports(this, library, scope, sink).resolve();
  }

  /**
   * The files of an imported module. Those that are compiled go first; others are looked for where
   * there are none, or where they do not declare what the import names.
   */
  ModuleFiles module(NetFile.Import use) {
    Path path = use.path();
    if (damaged.test(path.toString())) {
      throw Mistake.reported();
    }
    var own = new ModuleFiles(compiled.getOrDefault(path.toString(), List.of()));
    if (!own.files().isEmpty()
        && use.names().stream().allMatch(name -> own.declaring(name.text()) != null)) {
      return own;
    }
    List<ModuleScope> others = found.get(path.toString());
    if (others == null) {
      others = find(path);
    }
    if (own.files().isEmpty() && others.isEmpty()) {
      throw Mistake.of(
          Code.N107,
          path.span(),
          "no file of the module `" + path + "` is found",
          finder.advice(path.toString()));
    }
    for (ModuleScope other : others) {
      requireModule(other.file(), path);
    }
    return new ModuleFiles(Stream.concat(own.files().stream(), others.stream()).toList());
  }

  private List<ModuleScope> find(Path path) {
    List<ModuleFinder.Place> places = places(path);
    if (places.size() > 1) {
      throw Mistake.of(
          Code.N107,
          path.span(),
          "the module `"
              + path
              + "` is in more than one place: "
              + places.stream().map(ModuleFinder.Place::name).collect(Collectors.joining(", ")),
          "keep one of them");
    }
    var scopes = new ArrayList<ModuleScope>();
    // Before the files are read, so that those that import each other come to an end.
    found.put(path.toString(), scopes);
    var fresh = new ArrayList<ModuleScope>();
    for (ModuleFinder.Place place : places) {
      for (SourceFile source : place.files()) {
        ModuleScope known = byFile.get(source.name());
        if (known == null) {
          NetFile file = SyntaxReader.read(source, sink);
          known = register(file);
          fresh.add(known);
        }
        scopes.add(known);
      }
    }
    fresh.forEach(this::resolveImports);
    return scopes;
  }

  private List<ModuleFinder.Place> places(Path path) {
    try {
      return finder.find(path.toString());
    } catch (IOException e) {
      throw Mistake.of(
          Code.S006,
          path.span(),
          String.valueOf(e.getMessage()),
          "mend the file that the module `" + path + "` is in, or import another");
    }
  }

  private static void requireModule(NetFile file, Path path) {
    Path declared = file.module();
    if (declared != null && !declared.toString().equals(path.toString())) {
      throw new Mistake(
          Diagnostic.error(
                  Code.N107,
                  path.span(),
                  "the file of `" + path + "` says that it is the module `" + declared + "`",
                  "`import " + declared + "`, or change the line `module`")
              .withRelated(declared.span(), "here"));
    }
  }
}
