package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.diag.NearNames;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Expression;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds dims of patterns that are used once: a name that nothing compares with or computes from is
 * a misspelt one, or should be {@code _}.
 */
final class DimValidator {
  private final ModuleScope scope;
  private final DiagnosticSink sink;

  DimValidator(ModuleScope scope, DiagnosticSink sink) {
    this.scope = scope;
    this.sink = sink;
  }

  void validate(Declaration declaration) {
    boolean net =
        declaration instanceof Declaration.Definition definition
            && definition.kind() == Declaration.Definition.Kind.NET;
    if (net) {
      return;
    }
    List<Expression.Reference> patterns = SyntaxWalk.patterns(declaration);
    Set<String> own = new HashSet<>();
    SyntaxWalk.names(declaration, own);
    Map<String, Integer> uses = new HashMap<>();
    SyntaxWalk.expressions(
        declaration,
        e -> {
          if (e instanceof Expression.Reference reference) {
            uses.merge(reference.name(), 1, Integer::sum);
          }
        });
    for (Expression.Reference pattern : patterns) {
      String name = pattern.name();
      if (uses.getOrDefault(name, 0) == 1 && !own.contains(name) && scope.find(name) == null) {
        report(pattern, patterns);
      }
    }
  }

  private void report(Expression.Reference pattern, List<Expression.Reference> patterns) {
    Set<String> candidates = new HashSet<>();
    patterns.forEach(p -> candidates.add(p.name()));
    for (Declaration declaration : scope.file().declarations()) {
      if (declaration instanceof Declaration.Dim || declaration instanceof Declaration.Constant) {
        candidates.add(declaration.name().text());
      }
    }
    String near =
        NearNames.nearest(pattern.name(), candidates).map(n -> "`" + n + "`, or ").orElse("");
    sink.report(
        Diagnostic.error(
            Code.N103,
            pattern.span(),
            "the dim `" + pattern.name() + "` is used once, so that it says nothing",
            near + "`_` for an axis of any size"));
  }
}
