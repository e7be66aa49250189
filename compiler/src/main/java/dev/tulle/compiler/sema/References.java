package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.NearNames;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.Name;
import dev.tulle.compiler.syntax.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a name or a path of names stands for at a place of the text. */
final class References {
  private final Evaluator evaluator;

  References(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  Value read(String name, Span span) {
    IndexVariable index = evaluator.indices().find(name);
    if (index != null) {
      Dim dim = IndexNotation.dimOf(index);
      return new Value.Indexed(
          new Typed(
              new Typed.Form.Position(),
              new TensorType(false, List.of(dim), TensorType.NUMBER),
              span),
          List.of(index));
    }
    Value value = evaluator.scope().find(name);
    if (value == null) {
      throw unknown(name, span);
    }
    if (value instanceof Value.Broken) {
      throw Mistake.reported();
    }
    Deprecation.warn(value, span, evaluator.context().sink());
    return value;
  }

  private Mistake unknown(String name, Span span) {
    Mistake mistake = unknown(name, span, evaluator.scope());
    breakName(name, evaluator.scope());
    return mistake;
  }

  /** Whether a name that nothing declares may be one that a failed import should have brought. */
  static boolean mayBeImported(Scope scope) {
    ModuleScope module = scope.module();
    return module != null && module.lacksNames();
  }

  /**
   * Takes a name that nothing declares as reported, wherever else the file reads it; a name near to
   * it is likely the one that was meant, and so not unused.
   */
  static void breakName(String name, Scope scope) {
    NearNames.nearest(name, scope.visibleNames()).ifPresent(scope::touch);
    ModuleScope module = scope.module();
    if (module != null && !module.isLibrary()) {
      module.bind(name, new Value.Broken());
    }
  }

  /** A name that nothing declares, with a near one of its case. */
  static Mistake unknown(String name, Span span, Scope scope) {
    if (mayBeImported(scope)) {
      return Mistake.reported();
    }
    boolean block = Character.isUpperCase(name.charAt(0));
    String what = block ? "there is no block `" + name + "`" : "nothing is called `" + name + "`";
    List<String> alike =
        scope.visibleNames().stream()
            .filter(n -> Character.isUpperCase(n.charAt(0)) == block)
            .toList();
    return Mistake.of(Code.N101, span, what, advice(name, alike, scope));
  }

  private static String advice(String name, List<String> alike, Scope scope) {
    String here = Elsewhere.name(name);
    if (here == null) {
      here = imported(name, scope.module());
    }
    return here != null
        ? here
        : NearNames.nearest(name, alike)
            .or(() -> NearNames.nearest(name, scope.visibleNames()))
            .map(near -> "a similar name is `" + near + "`")
            .orElse(
                Character.isUpperCase(name.charAt(0))
                    ? "declare `block " + name + " { … }`, or import the module that has it"
                    : "declare it before this line: `let "
                        + name
                        + " = …`, or `const "
                        + name
                        + " = …` outside of braces");
  }

  /** What to write where the last word of an imported module stands for the module. */
  private static @Nullable String imported(String name, @Nullable ModuleScope module) {
    return module == null
        ? null
        : module.file().imports().stream()
            .filter(use -> use.path().last().text().equals(name))
            .findFirst()
            .map(
                use ->
                    use.names().isEmpty()
                        ? "the names of `"
                            + use.path()
                            + "` stand alone; with `import "
                            + use.path()
                            + " as "
                            + name
                            + "` they stand behind `"
                            + name
                            + ".`"
                        : "the names in the braces of the import stand alone: `"
                            + use.names().get(0)
                            + "`")
            .orElse(null);
  }

  /** A dim or other declaration by its path. */
  Value named(Path path) {
    if (path.names().size() == 1) {
      return read(path.last().text(), path.span());
    }
    Expression expression = new Expression.Reference(path.names().get(0).text(), path.span());
    for (Name name : path.names().subList(1, path.names().size())) {
      expression = new Expression.Member(expression, name, path.span());
    }
    return evaluator.evaluate(expression);
  }

  Value member(Expression.Member member) {
    if (member.of() instanceof Expression.Reference reference
        && evaluator.scope().find(reference.name()) == null) {
      ModuleFiles module = aliased(evaluator.scope(), reference.name());
      if (module != null) {
        Value value = module.find(member.member().text());
        if (value instanceof Value.Broken) {
          throw Mistake.reported();
        }
        if (value != null) {
          Deprecation.warn(value, member.member().span(), evaluator.context().sink());
          return value;
        }
        throw Mistake.of(
            Code.N101,
            member.member().span(),
            "`" + reference.name() + "` declares no `" + member.member() + "`",
            NearNames.advice(member.member().text(), module.visibleNames()));
      }
    }
    Value measure = measure(member);
    if (measure != null) {
      return measure;
    }
    Value of = evaluator.evaluate(member.of());
    if (of instanceof Stage.OfBlock stage) {
      return parameterOf(stage, member);
    }
    throw Mistake.of(
        Code.N101,
        member.member().span(),
        "`"
            + member.of().span().text()
            + "` is "
            + of.kind()
            + " and has no `"
            + member.member()
            + "`",
        of instanceof Value.Tensor
                && isStage(evaluator.scope().peek(member.member().text()), member.span())
            ? "an arrow leads into a stage: `"
                + member.of().span().text().strip()
                + " -> "
                + member.member()
                + "`"
            : "a dot leads to a parameter of a stage that `let` names");
  }

  /** What a run measures, unless a stage of the net has the name of the rows. */
  private @Nullable Value measure(Expression.Member member) {
    Measures measures = evaluator.context().measures();
    return measures != null
            && member.of() instanceof Expression.Reference set
            && !(evaluator.scope().peek(set.name()) instanceof Stage)
        ? measures.measure(set, member.member(), member.span())
        : null;
  }

  private static boolean isStage(@Nullable Value value, Span span) {
    return value != null && Pipes.asStage(value, span) != null;
  }

  private static @Nullable ModuleFiles aliased(Scope scope, String name) {
    return scope.module() == null ? null : scope.module().aliased(name);
  }

  private Value parameterOf(Stage.OfBlock stage, Expression.Member member) {
    String path = stage.path();
    if (path == null) {
      throw Mistake.of(
          Code.T215,
          member.span(),
          "`"
              + member.of().span().text()
              + "` has met no input yet, so the shape of `"
              + member.member()
              + "` is open",
          "use it after the arrow that leads into `" + member.of().span().text() + "`");
    }
    NetContext.Stored stored = evaluator.context().stored(path + "." + member.member().text());
    if (stored == null) {
      throw Mistake.of(
          Code.N101,
          member.member().span(),
          "`" + stage.block().name() + "` has no parameter `" + member.member() + "`",
          NearNames.advice(
              member.member().text(),
              evaluator.context().paths().stream()
                  .filter(p -> p.startsWith(path + "."))
                  .map(p -> p.substring(path.length() + 1))
                  .toList()));
    }
    return new Value.Tensor(stored.leaf());
  }
}
