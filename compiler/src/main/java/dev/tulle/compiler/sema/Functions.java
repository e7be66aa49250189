package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.TypeSyntax;
import java.util.Map;

/** Calls of functions that the text declares. */
final class Functions {
  private final Evaluator caller;

  Functions(Evaluator caller) {
    this.caller = caller;
  }

  Value call(
      Declaration.Definition function,
      ModuleScope module,
      Map<String, Arguments.Given> matched,
      Span span) {
    String name = function.name().text();
    caller.context().calls().enter(function, span, first(matched));
    try {
      var scope = new Scope(module);
      var evaluator = new Evaluator(caller.context(), scope, caller.owner());
      for (Declaration.Parameter parameter : function.parameters()) {
        bind(parameter, matched, evaluator, name, span);
      }
      return new Body(evaluator, module).run(function);
    } catch (Mistake mistake) {
      throw caller.context().calls().traced(mistake);
    } finally {
      caller.context().calls().leave();
    }
  }

  /** The first tensor that a function is given. */
  static Value first(Map<String, Arguments.Given> matched) {
    return matched.values().stream()
        .map(Arguments.Given::value)
        .filter(Value.Tensor.class::isInstance)
        .findFirst()
        .orElse(new Value.Hole());
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
      value = evaluator.evaluate(otherwise);
    }
    TypeSyntax type = parameter.type();
    if (type != null) {
      Typed node = Coerce.tensor(value, place);
      var role =
          new TypeSolver.Role(
              Code.T205, Code.T205, "`" + name + "` of `" + function + "`", function);
      TensorType matchedType = new TypeSolver(evaluator).match(type, node, place, role);
      value =
          new Value.Tensor(
              matchedType.equals(node.type())
                  ? node
                  : Shaping.reshape(node, matchedType.axes(), place).as(node));
    }
    evaluator.scope().bind(name, value);
  }
}
