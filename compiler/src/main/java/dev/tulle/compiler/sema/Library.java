package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.NetFile;
import dev.tulle.compiler.syntax.SyntaxReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The standard library: files in the language itself, around every file of a user. */
public final class Library {
  /** How the names of its files begin in diagnostics. */
  public static final String PREFIX = "std/";

  /** Its modules, in the order of the docs. */
  public static final List<String> MODULES =
      List.of(
          "activations",
          "attention",
          "augmentations",
          "averages",
          "embeddings",
          "initialisers",
          "layers",
          "losses",
          "metrics",
          "optimizers",
          "recurrent",
          "regularisers",
          "schedules",
          "vision");

  /** Modules whose names the library's own text alone can see. */
  private static final List<String> INNER = List.of("cycles", "heads", "matrices", "windows");

  /** What is read of the modules, once: syntax trees do not change. */
  private static final Map<String, NetFile> FILES = new ConcurrentHashMap<>();

  private final Scope names;
  private final Map<String, String> modules;

  private Library(Scope names, Map<String, String> modules) {
    this.names = names;
    this.modules = modules;
  }

  /** Whether a module, or any of them where the name of it is empty, declares a name. */
  boolean declares(String module, String name) {
    return module.isEmpty() ? modules.containsKey(name) : module.equals(modules.get(name));
  }

  /** The module that declares a name, or null. */
  @Nullable String moduleOf(String name) {
    return modules.get(name);
  }

  /** The names that a module declares. */
  List<String> namesOf(String module) {
    return modules.keySet().stream().filter(n -> module.equals(modules.get(n))).toList();
  }

  /** Reads the library; a mistake in it is ours. */
  static Library load() {
    var shared = new Scope(Builtins.scope());
    var sink = new DiagnosticSink();
    var inside = new Scope(shared);
    var modules = new HashMap<String, String>();
    for (String module : MODULES) {
      read(module, inside, sink)
          .forEach(
              (name, value) -> {
                modules.put(name, module);
                shared.bind(name, value);
              });
    }
    INNER.forEach(module -> read(module, inside, sink).forEach(inside::bind));
    require(sink);
    return new Library(shared, modules);
  }

  private static NetFile file(String module) {
    return FILES.computeIfAbsent(
        module,
        m -> {
          var sink = new DiagnosticSink();
          NetFile file = SyntaxReader.read(source(m), sink);
          require(sink);
          return file;
        });
  }

  /** A mistake in the library is ours. */
  private static void require(DiagnosticSink sink) {
    if (sink.hasErrors()) {
      Diagnostic first = sink.sorted().get(0);
      throw new IllegalStateException(first.primary() + ": " + first.message());
    }
  }

  /** What a module declares, by name; each sees what {@code around} will hold in the end. */
  private static Map<String, Value> read(String module, Scope around, DiagnosticSink sink) {
    NetFile file = file(module);
    var scope = new ModuleScope(file, true, around);
    Declarations.bind(file, scope, sink);
    var values = new LinkedHashMap<String, Value>();
    for (Declaration declaration : file.declarations()) {
      String name = declaration.name().text();
      Value value = scope.find(name);
      if (value != null) {
        values.put(name, value);
      }
    }
    return values;
  }

  /** The text of a module. */
  public static SourceFile source(String module) {
    String resource = "/dev/tulle/std/" + module + ".net";
    try (InputStream in = Library.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the library lacks " + resource + " (" + Code.N107 + ")");
      }
      return new SourceFile(
          PREFIX + module + ".net", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Scope names() {
    return names;
  }
}
