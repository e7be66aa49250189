package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.TypeSyntax;
import java.util.List;
import java.util.Map;

/** Calls of functions that the text declares. */
final class Functions {
  private static final ThreadLocal<Integer> DEPTH = ThreadLocal.withInitial(() -> 0);
  private static final int MOST_CALLS = 100;

  private final Evaluator caller;

  Functions(Evaluator caller) {
    this.caller = caller;
  }

  Value call(
      Declaration.Definition function, ModuleScope module, List<Arguments.Given> given, Span span) {
    String name = function.name().text();
    List<String> names = function.parameters().stream().map(p -> p.name().text()).toList();
    Map<String, Arguments.Given> matched = Arguments.match(name, names, List.of(), given, span);
    if (DEPTH.get() >= MOST_CALLS) {
      throw Mistake.of(
          Code.N105,
          span,
          "`" + name + "` calls itself without an end",
          "a function may not depend on itself");
    }
    DEPTH.set(DEPTH.get() + 1);
    try {
      var scope = new Scope(module);
      var evaluator = new Evaluator(caller.context(), scope, caller.owner());
      for (Declaration.Parameter parameter : function.parameters()) {
        bind(parameter, matched, evaluator, name, span);
      }
      return new Body(evaluator, module).run(function);
    } finally {
      DEPTH.set(DEPTH.get() - 1);
    }
  }

  private static void bind(
      Declaration.Parameter parameter,
      Map<String, Arguments.Given> matched,
      Evaluator evaluator,
      String function,
      Span span) {
    String name = parameter.name().text();
    Arguments.Given argument = matched.get(name);
    Value value;
    Span place = span;
    if (argument != null) {
      value = argument.value();
      place = argument.span();
    } else {
      Expression otherwise = parameter.defaultValue();
      if (otherwise == null) {
        throw Arguments.missing(function, name, span);
      }
      value = evaluator.settled(otherwise);
    }
    TypeSyntax type = parameter.type();
    if (type != null) {
      Typed node = Coerce.tensor(value, place);
      var role =
          new TypeSolver.Role(
              Code.T205, Code.T205, "`" + name + "` of `" + function + "`", helpFor(node));
      TensorType matchedType = new TypeSolver(evaluator).match(type, node, place, role);
      value =
          new Value.Tensor(
              matchedType.equals(node.type())
                  ? node
                  : Shaping.reshape(node, matchedType.axes(), place));
    }
    evaluator.scope().bind(name, value);
  }

  private static String helpFor(Typed node) {
    return node.type().rank() > 1 ? "`flatten` makes one axis of " + node.type() : "";
  }
}
