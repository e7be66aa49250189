package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds blocks, functions and constants whose text leads back to themselves, in one file or through
 * others that it imports.
 */
final class CycleCheck {
  /** More mentions than these say nothing new of a long circle. */
  private static final int MOST_SHOWN = 4;

  private final DiagnosticSink sink;
  private final Set<Declaration> done = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Step> path = new ArrayList<>();

  /** A declaration and where it was mentioned by the one before it. */
  private record Step(ModuleScope scope, Declaration declaration, Span mention) {
    String name() {
      return declaration.name().text();
    }
  }

  CycleCheck(DiagnosticSink sink) {
    this.sink = sink;
  }

  void run(Collection<ModuleScope> files) {
    for (ModuleScope scope : files) {
      for (Declaration declaration : scope.file().declarations()) {
        if (!(declaration instanceof Declaration.Train)) {
          visit(new Step(scope, declaration, declaration.name().span()));
        }
      }
    }
  }

  private void visit(Step step) {
    if (!done.add(step.declaration)) {
      return;
    }
    path.add(step);
    for (Step next : mentioned(step)) {
      int first = indexOf(next.declaration, path);
      if (first >= 0) {
        report(next, List.copyOf(path.subList(first, path.size())));
      } else {
        visit(next);
      }
    }
    path.remove(path.size() - 1);
  }

  private static int indexOf(Declaration declaration, List<Step> steps) {
    return IntStream.range(0, steps.size())
        .filter(i -> steps.get(i).declaration == declaration)
        .findFirst()
        .orElse(-1);
  }

  /**
   * Reports what leads back to itself.
   *
   * @param last the mention that closes the circle
   * @param circle the declarations of it, the one mentioned first
   */
  private void report(Step last, List<Step> circle) {
    String name = last.name();
    boolean block =
        last.declaration instanceof Declaration.Definition definition
            && definition.kind() == Declaration.Definition.Kind.BLOCK;
    String route =
        circle.size() == 1
            ? ""
            : ": "
                + circle.stream().map(Step::name).collect(Collectors.joining(" -> "))
                + " -> "
                + name;
    Diagnostic diagnostic =
        Diagnostic.error(
            Code.N105,
            last.mention,
            "`" + name + "` " + verb(last.declaration) + " itself" + route,
            block
                ? "to stack copies, repeat: `" + name + "(…) * n`"
                : "nothing may depend on itself");
    for (Step step : circle.subList(1, Math.min(circle.size(), 1 + MOST_SHOWN))) {
      diagnostic = diagnostic.withRelated(step.mention, "which leads to `" + step.name() + "`");
    }
    sink.report(diagnostic);
    last.scope.bind(name, new Value.Broken());
  }

  private static String verb(Declaration declaration) {
    if (declaration instanceof Declaration.Definition definition) {
      return definition.kind() == Declaration.Definition.Kind.FUN ? "calls" : "cannot contain";
    }
    return "is computed from";
  }

  /** The other declarations that a text mentions by names that nothing inside of it hides. */
  private static List<Step> mentioned(Step by) {
    var own = new HashSet<String>();
    SyntaxWalk.names(by.declaration, own);
    var steps = new ArrayList<Step>();
    SyntaxWalk.expressions(
        by.declaration,
        expression -> {
          if (expression instanceof Expression.Reference reference
              && !own.contains(reference.name())) {
            add(by.scope.declaring(reference.name()), reference.name(), reference.span(), steps);
          } else if (expression instanceof Expression.Member member
              && member.of() instanceof Expression.Reference alias
              && !own.contains(alias.name())) {
            ModuleFiles files = by.scope.aliased(alias.name());
            String name = member.member().text();
            add(files == null ? null : files.declaring(name), name, member.span(), steps);
          }
        });
    return steps;
  }

  private static void add(
      @Nullable ModuleScope scope, String name, Span mention, List<Step> steps) {
    Declaration declaration = scope == null ? null : scope.declaration(name);
    if (scope != null && declaration != null && indexOf(declaration, steps) < 0) {
      steps.add(new Step(scope, declaration, mention));
    }
  }
}
