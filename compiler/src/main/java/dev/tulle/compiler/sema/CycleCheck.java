package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Expression;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds blocks, functions and constants whose text leads back to themselves. */
final class CycleCheck {
  private final ModuleScope scope;
  private final DiagnosticSink sink;
  private final Set<String> done = new HashSet<>();

  CycleCheck(ModuleScope scope, DiagnosticSink sink) {
    this.scope = scope;
    this.sink = sink;
  }

  void run() {
    for (Declaration declaration : scope.file().declarations()) {
      if (!(declaration instanceof Declaration.Train)) {
        visit(declaration, new ArrayDeque<>());
      }
    }
  }

  private void visit(Declaration declaration, Deque<String> path) {
    String name = declaration.name().text();
    if (!done.add(name)) {
      return;
    }
    path.addLast(name);
    for (Map.Entry<String, Span> use : uses(declaration).entrySet()) {
      Declaration used = scope.declaration(use.getKey());
      if (used == null) {
        continue;
      }
      if (path.contains(use.getKey())) {
        List<String> circle = new ArrayList<>(path);
        circle = circle.subList(circle.indexOf(use.getKey()), circle.size());
        report(use.getKey(), use.getValue(), circle, declaration);
      } else {
        visit(used, path);
      }
    }
    path.removeLast();
  }

  private void report(String name, Span use, List<String> circle, Declaration declaration) {
    boolean block =
        declaration instanceof Declaration.Definition definition
            && definition.kind() == Declaration.Definition.Kind.BLOCK;
    String route = circle.size() == 1 ? "" : ": " + String.join(" -> ", circle) + " -> " + name;
    sink.report(
        Diagnostic.error(
            Code.N105,
            use,
            "`" + name + "` " + verb(declaration) + " itself" + route,
            block
                ? "to stack copies, repeat: `" + name + "(…) * n`"
                : "nothing may depend on itself"));
    scope.bind(name, new Value.Broken());
  }

  private static String verb(Declaration declaration) {
    if (declaration instanceof Declaration.Definition definition) {
      return definition.kind() == Declaration.Definition.Kind.FUN ? "calls" : "cannot contain";
    }
    return "is computed from";
  }

  /** The names of other declarations that a text mentions and that nothing inside of it hides. */
  private static Map<String, Span> uses(Declaration declaration) {
    var uses = new LinkedHashMap<String, Span>();
    var own = new HashSet<String>();
    SyntaxWalk.names(declaration, own);
    SyntaxWalk.expressions(
        declaration,
        expression -> {
          if (expression instanceof Expression.Reference reference
              && !own.contains(reference.name())) {
            uses.putIfAbsent(reference.name(), reference.span());
          }
        });
    return uses;
  }
}
