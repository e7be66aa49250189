package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.diag.NearNames;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.Notes;
import dev.tulle.compiler.syntax.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds names that nothing declares in text that no net led through: definitions that nobody uses,
 * branches that were not taken.
 *
 * <p>Before: all nets are elaborated. A place that has a diagnostic gets no second one.
 */
final class NameValidator {
  private static final Set<String> ANNOTATIONS =
      Set.of("deprecated", "higher_is_better", AppliedTwice.ANNOTATION);

  private final ModuleScope scope;
  private final DiagnosticSink sink;

  NameValidator(ModuleScope scope, DiagnosticSink sink) {
    this.scope = scope;
    this.sink = sink;
  }

  void validate() {
    for (Declaration declaration : scope.file().declarations()) {
      if (sink.isFull()) {
        return;
      }
      declaration.notes().annotations().forEach(this::annotation);
      if (declaration instanceof Declaration.Definition
          || declaration instanceof Declaration.Rule) {
        validate(declaration);
      } else if (declaration instanceof Declaration.Data data && !trained(data)) {
        new DataElaborator(data, scope, new NetContext(sink)).check();
      }
    }
    unusedDims();
  }

  private boolean trained(Declaration.Data data) {
    return scope.file().declarations().stream()
        .anyMatch(
            d ->
                d instanceof Declaration.Train train
                    && train.data().last().text().equals(data.name().text()));
  }

  private void annotation(Notes.Annotation annotation) {
    String name = annotation.name().text();
    if (!ANNOTATIONS.contains(name)) {
      report(
          Mistake.of(
              Code.N101,
              annotation.name().span(),
              "there is no annotation `@" + name + "`",
              NearNames.nearest(name, ANNOTATIONS)
                  .map(n -> "a similar name is `@" + n + "`")
                  .orElse("there are @deprecated, @higher_is_better and @not_of")));
    }
  }

  private void validate(Declaration declaration) {
    Set<String> own = new OwnNames(declaration).names();
    if (declaration instanceof Declaration.Definition definition
        && definition.body() instanceof Declaration.Body.Statements body) {
      definition.parameters().forEach(p -> SyntaxWalk.walk(p.defaultValue(), visitor(own)));
      for (Statement statement : body.statements()) {
        // The first mistake of a statement is its root: names behind it were not looked at.
        if (!sink.isFull() && !sink.hasWithin(statement.span())) {
          SyntaxWalk.expressions(statement, visitor(own));
        }
      }
    } else if (!sink.hasWithin(declaration.span())) {
      SyntaxWalk.expressions(declaration, visitor(own));
    }
    if (!sink.hasWithin(declaration.span())) {
      unread(declaration);
    }
    // A dim that only seems to be used once may be the one that a misspelt name means.
    if (!sink.hasWithin(declaration.span()) && !scope.lacksNames()) {
      new DimValidator(scope, sink).validate(declaration);
    }
  }

  /** Warns of parameters that the text never reads: whoever gives them is misled. */
  private void unread(Declaration declaration) {
    List<Declaration.Parameter> parameters =
        declaration instanceof Declaration.Definition definition
            ? definition.parameters()
            : ((Declaration.Rule) declaration).parameters();
    var read = new HashSet<String>();
    SyntaxWalk.expressions(
        declaration,
        e -> {
          if (e instanceof Expression.Reference reference) {
            read.add(reference.name());
          }
        });
    // A tensor that the caller may give is the declaration of a `param` of that name.
    if (declaration instanceof Declaration.Definition definition
        && definition.body() instanceof Declaration.Body.Statements body) {
      for (Statement statement : body.statements()) {
        if (statement instanceof Statement.Stored stored) {
          unread(stored, read, declaration);
          read.add(stored.name().text());
        }
      }
    }
    // What a function works on may be asked of it by others, as a step of `scan` has an element.
    boolean function =
        declaration instanceof Declaration.Definition definition
            && definition.kind() == Declaration.Definition.Kind.FUN;
    for (Declaration.Parameter parameter : parameters) {
      String name = parameter.name().text();
      if (!read.contains(name) && !(function && parameter.defaultValue() == null)) {
        sink.report(
            Diagnostic.warning(
                Code.N104,
                parameter.name().span(),
                "nothing in `" + declaration.name() + "` reads its argument `" + name + "`",
                "use it, or delete it here and where it is given"));
      }
    }
  }

  /** Warns of weights that nothing reads, here or as `block.w`: they do not exist. */
  private void unread(Statement.Stored stored, Set<String> read, Declaration declaration) {
    String name = stored.name().text();
    if (stored.role() == Statement.Stored.Role.PARAM
        && !read.contains(name)
        && !members().contains(name)) {
      sink.report(
          Diagnostic.warning(
              Code.N104,
              stored.name().span(),
              "nothing reads the `param` `" + name + "` of `" + declaration.name() + "`",
              "use it in an output, or delete the line"));
    }
  }

  /** What the file reads of others, as in `embed.w`. */
  private Set<String> members() {
    var names = new HashSet<String>();
    scope
        .file()
        .declarations()
        .forEach(
            d ->
                SyntaxWalk.expressions(
                    d,
                    e -> {
                      if (e instanceof Expression.Member member) {
                        names.add(member.member().text());
                      }
                    }));
    return names;
  }

  /**
   * Warns of dims beside a net that nothing uses; a file with a module may have them for others.
   */
  private void unusedDims() {
    boolean net =
        scope.file().declarations().stream()
            .anyMatch(
                d ->
                    d instanceof Declaration.Definition definition
                        && definition.kind() == Declaration.Definition.Kind.NET);
    if (!net || scope.file().module() != null || sink.hasErrors()) {
      return;
    }
    var used = new HashSet<String>();
    Consumer<Expression> visitor =
        e -> {
          if (e instanceof Expression.Reference reference) {
            used.add(reference.name());
          }
        };
    for (Declaration declaration : scope.file().declarations()) {
      SyntaxWalk.expressions(declaration, visitor);
      SyntaxWalk.settings(declaration, visitor);
    }
    for (Declaration declaration : scope.file().declarations()) {
      if (declaration instanceof Declaration.Dim dim && !used.contains(dim.name().text())) {
        sink.report(
            Diagnostic.warning(
                Code.N104,
                dim.name().span(),
                "nothing uses the dim `" + dim.name() + "`",
                "use it in a shape, or delete it"));
      }
    }
  }

  private Consumer<Expression> visitor(Set<String> own) {
    Set<Expression> skipped = new HashSet<>();
    return expression -> {
      if (expression instanceof Expression.Call call
          && call.callee() instanceof Expression.Reference callee
          && !own.contains(callee.name())) {
        call(call, callee, skipped);
      }
      if (expression instanceof Expression.Reference reference
          && !own.contains(reference.name())
          && !skipped.contains(reference)) {
        reference(reference, own);
      }
    };
  }

  private void reference(Expression.Reference reference, Set<String> own) {
    if (scope.find(reference.name()) == null && scope.aliased(reference.name()) == null) {
      var inside = new Scope(scope);
      own.forEach(name -> inside.bind(name, new Value.Broken()));
      report(References.unknown(reference.name(), reference.span(), inside));
      References.breakName(reference.name(), scope);
    }
  }

  /**
   * Arguments of something unknown are not judged; those of something known must have its names.
   */
  private void call(Expression.Call call, Expression.Reference callee, Set<Expression> skipped) {
    Value value = scope.find(callee.name());
    if (value == null || value instanceof Value.Broken) {
      call.arguments().forEach(a -> SyntaxWalk.walk(a.value(), skipped::add));
      return;
    }
    if (value instanceof Value.Callable callable
        && callable.declaration() instanceof Declaration.Definition definition) {
      List<Arguments.Given> given =
          call.arguments().stream()
              .map(
                  a ->
                      new Arguments.Given(
                          a.name() == null ? null : a.name().text(),
                          new Value.Hole(),
                          a.value().span(),
                          a.name() == null ? a.value().span() : a.name().span()))
              .toList();
      try {
        Parameters.match(definition, callable.module(), given, call.span());
      } catch (Mistake mistake) {
        report(mistake);
      }
    }
  }

  private void report(Mistake mistake) {
    Diagnostic diagnostic = mistake.diagnostic();
    if (diagnostic != null && diagnostic.primary() != null && !sink.hasAt(diagnostic.primary())) {
      sink.report(diagnostic);
    }
  }
}
