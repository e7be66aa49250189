package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.source.SourceFile;
import dev.tulle.compiler.syntax.NetFile;
import dev.tulle.compiler.syntax.SyntaxReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The standard library: files in the language itself, around every file of a user. */
public final class Library {
  /** How the names of its files begin in diagnostics. */
  public static final String PREFIX = "std/";

  /** Its modules, in the order of the docs. */
  public static final List<String> MODULES =
      List.of(
          "activations",
          "initialisers",
          "layers",
          "losses",
          "metrics",
          "optimizers",
          "recurrent",
          "regularisers",
          "schedules");

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

  /** Reads the library; a mistake in it is ours. */
  static Library load() {
    var shared = new Scope(Builtins.scope());
    var sink = new DiagnosticSink();
    var modules = new HashMap<String, String>();
    for (String module : MODULES) {
      NetFile file = SyntaxReader.read(source(module), sink);
      var scope = new ModuleScope(file, true, shared);
      Declarations.bind(file, scope, sink);
      file.declarations()
          .forEach(
              d -> {
                Value value = scope.find(d.name().text());
                if (value != null) {
                  modules.put(d.name().text(), module);
                  shared.bind(d.name().text(), value);
                }
              });
    }
    if (sink.hasErrors()) {
      Diagnostic first = sink.sorted().get(0);
      throw new IllegalStateException(first.primary() + ": " + first.message());
    }
    return new Library(shared, modules);
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
