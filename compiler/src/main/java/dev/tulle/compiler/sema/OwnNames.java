package dev.tulle.compiler.sema;

import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Expression;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The names that the text of a declaration can read beside those of its file: what it declares, the
 * dims that its types bind, and what the compiler binds in a declaration of its kind.
 */
final class OwnNames {
  private final Declaration declaration;
  private final Set<String> names = new HashSet<>();

  OwnNames(Declaration declaration) {
    this.declaration = declaration;
    names.addAll(implied(declaration));
    SyntaxWalk.names(declaration, names);
    SyntaxWalk.patterns(declaration).forEach(p -> names.add(p.name()));
  }

  Set<String> names() {
    return names;
  }

  private static List<String> implied(Declaration declaration) {
    if (declaration instanceof Declaration.Rule rule) {
      return rule.kind() == Declaration.Rule.Kind.SCHEDULE
          ? List.of("at", "span", "start", "stalls")
          : List.of("fan_in", "fan_out", "like");
    }
    return declaration instanceof Declaration.Definition definition
            && definition.kind() == Declaration.Definition.Kind.OPTIMIZER
        ? List.of("step")
        : List.of();
  }

  /** Whether the declaration reads a name that neither it nor its file has. */
  boolean readsOthers(ModuleScope module) {
    var others = new AtomicBoolean();
    SyntaxWalk.expressions(
        declaration,
        e -> {
          if (e instanceof Expression.Reference reference
              && !names.contains(reference.name())
              && module.aliased(reference.name()) == null) {
            Value value = module.peek(reference.name());
            // What was reported as unknown is broken from then on.
            others.compareAndSet(false, value == null || value instanceof Value.Broken);
          }
        });
    return others.get();
  }
}
