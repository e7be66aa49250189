package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.diag.DiagnosticSink;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.Name;
import dev.tulle.compiler.syntax.NetFile;
import java.util.HashMap;
import java.util.function.Supplier;

/** Binds what a file declares to its scope. */
final class Declarations {
  private Declarations() {}

  /** Binds what a file declares; sizes and constants are evaluated when they are first read. */
  static void bind(NetFile file, ModuleScope scope, DiagnosticSink sink) {
    var places = new HashMap<String, Span>();
    var context = new NetContext(sink);
    for (Declaration declaration : file.declarations()) {
      if (declaration instanceof Declaration.Train) {
        continue;
      }
      String name = declaration.name().text();
      Span first = places.putIfAbsent(name, declaration.name().span());
      if (first != null) {
        sink.report(
            Diagnostic.error(
                    Code.N106,
                    declaration.name().span(),
                    "`" + name + "` is declared twice",
                    "rename one of them")
                .withRelated(first, "the first time"));
        continue;
      }
      scope.bind(name, value(declaration, scope, context));
    }
  }

  private static Value value(Declaration declaration, ModuleScope scope, NetContext context) {
    var evaluator = new Evaluator(context, scope, new Owner(""));
    if (declaration instanceof Declaration.Constant constant) {
      return deferred(constant.name(), scope, context, () -> evaluator.evaluate(constant.value()));
    }
    if (declaration instanceof Declaration.Dim dim) {
      return deferred(dim.name(), scope, context, () -> dim(dim, evaluator));
    }
    return new Value.Callable(declaration, scope);
  }

  /** Evaluates when first read; a mistake is reported once, and a circle is one. */
  private static Value deferred(
      Name declared, ModuleScope scope, NetContext context, Supplier<Value> maker) {
    String name = declared.text();
    Span where = declared.span();
    return new Value.Deferred(
        () -> {
          scope.bind(name, Scope.circle(name, where));
          try {
            return maker.get();
          } catch (Mistake mistake) {
            context.report(mistake);
            return new Value.Broken();
          }
        });
  }

  private static Value dim(Declaration.Dim dim, Evaluator evaluator) {
    Expression size = dim.size();
    Name name = dim.name();
    if (size == null) {
      throw Mistake.of(
          Code.N109,
          name.span(),
          "the dim `" + name + "` has neither a size nor a bound",
          "`dim " + name + " = 10`, or `dim " + name + " <= 256` for lengths up to a bound");
    }
    Dim value = Coerce.fixed(evaluator.evaluate(size), size.span());
    return Value.size(Dim.of(new Dim.Atom(name.text(), value.value(), dim.bound(), name.span())));
  }
}
