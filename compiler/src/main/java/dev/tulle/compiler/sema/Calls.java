package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.Name;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Calls of everything that has parentheses behind it. */
final class Calls {
  private final Evaluator evaluator;

  Calls(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  static boolean isFunction(Value value) {
    return value instanceof Value.Callable callable
        && callable.declaration() instanceof Declaration.Definition definition
        && definition.kind() == Declaration.Definition.Kind.FUN;
  }

  Value callee(Expression.Call call) {
    return call.callee() instanceof Expression.Index
        ? new Value.Hole()
        : evaluator.evaluate(call.callee());
  }

  Value call(Expression.Call call) {
    Value callee = evaluator.evaluate(call.callee());
    Span span = call.span();
    if (callee instanceof Value.Primitive || isFunction(callee)) {
      List<Arguments.Given> given = given(call.arguments());
      if (lacksFirst(callee, given)) {
        return new Stage.OfFunction((Value.Simple) callee, given, span);
      }
      return callFunction((Value.Simple) callee, given, span, call.callee().span());
    }
    if (callee instanceof Value.Callable callable) {
      return callDeclared(callable, call);
    }
    if (callee instanceof Stage stage && call.arguments().size() == 1) {
      Expression argument = call.arguments().get(0).value();
      return new Pipes(evaluator).apply(stage, evaluator.evaluate(argument), argument.span(), span);
    }
    throw Mistake.of(
        Code.T213,
        call.callee().span(),
        "`" + call.callee().span().text() + "` is " + callee.kind() + ", which takes no arguments",
        callee instanceof Value.Tensor
                || callee instanceof Value.Number
                || callee instanceof Value.Length
            ? "a product needs its sign: `" + call.callee().span().text() + " * (…)`"
            : "write it without parentheses: `" + call.callee().span().text() + "`");
  }

  List<Arguments.Given> given(List<Expression.Argument> arguments) {
    var given = new ArrayList<Arguments.Given>();
    for (Expression.Argument argument : arguments) {
      Name name = argument.name();
      given.add(
          new Arguments.Given(
              name == null ? null : name.text(),
              evaluator.evaluate(argument.value()),
              argument.value().span(),
              name == null ? argument.value().span() : name.span()));
    }
    return given;
  }

  /**
   * Whether a call gives all that a function needs but its first argument, so that it is a stage.
   */
  private static boolean lacksFirst(Value callee, List<Arguments.Given> given) {
    List<String> required;
    String first;
    if (callee instanceof Value.Primitive primitive) {
      Builtin builtin = primitive.builtin();
      if (builtin.required() == 0) {
        return false;
      }
      required = builtin.parameters().subList(0, builtin.required());
      first = builtin.parameters().get(0);
    } else {
      var definition = (Declaration.Definition) ((Value.Callable) callee).declaration();
      required =
          definition.parameters().stream()
              .filter(p -> p.defaultValue() == null)
              .map(p -> p.name().text())
              .toList();
      first = required.isEmpty() ? "" : required.get(0);
    }
    boolean namesFirst = given.stream().anyMatch(g -> first.equals(g.name()));
    return !namesFirst && given.size() == required.size() - 1 && !first.isEmpty();
  }

  private Value callDeclared(Value.Callable callable, Expression.Call call) {
    Declaration declaration = callable.declaration();
    Span span = call.span();
    if (declaration instanceof Declaration.Data) {
      throw Mistake.of(
          Code.T213,
          call.callee().span(),
          "`" + call.callee().span().text() + "` is data, which takes no arguments",
          "a recipe names it: `train Net on " + call.callee().span().text() + " { … }`");
    }
    List<Arguments.Given> given = given(call.arguments());
    if (declaration instanceof Declaration.Definition definition) {
      switch (definition.kind()) {
        case BLOCK:
          Map<String, Arguments.Given> matched =
              Parameters.match(definition, callable.module(), given, span);
          return new Stage.OfBlock(
              definition, callable.module(), values(matched), Arguments.places(matched), span);
        case OPTIMIZER:
          return applied(callable, Parameters.match(definition, callable.module(), given, span));
        default:
          throw Mistake.of(
              Code.T213,
              call.callee().span(),
              "a net is trained or served, not called; `" + definition.name() + "` is one",
              "make it a `block` to use it inside of another");
      }
    }
    var rule = (Declaration.Rule) declaration;
    if (rule.kind() == Declaration.Rule.Kind.SCHEDULE) {
      return Schedules.stretch(callable, rule, given, span);
    }
    return applied(callable, Parameters.match(rule, callable.module(), List.of(), given, span));
  }

  private static Value applied(Value.Callable callable, Map<String, Arguments.Given> matched) {
    return new Value.Applied(callable, values(matched), Arguments.places(matched));
  }

  private static Map<String, Value> values(Map<String, Arguments.Given> matched) {
    var values = new LinkedHashMap<String, Value>();
    matched.forEach((name, argument) -> values.put(name, argument.value()));
    return values;
  }

  /**
   * Calls a function.
   *
   * @param function a {@link Value.Callable} or {@link Value.Primitive}
   * @param callee the place of its name
   */
  Value callFunction(Value.Simple function, List<Arguments.Given> given, Span span, Span callee) {
    if (given.stream().anyMatch(g -> g.value() instanceof Value.Indexed)) {
      return new IndexedCalls(evaluator).call(function, given, span, callee);
    }
    if (function instanceof Value.Primitive primitive) {
      Builtin builtin = primitive.builtin();
      Map<String, Arguments.Given> matched =
          Arguments.match(builtin.name(), builtin.parameters(), List.of(), given, span);
      builtin.parameters().subList(0, builtin.required()).stream()
          .filter(p -> !matched.containsKey(p))
          .findFirst()
          .ifPresent(
              p -> {
                throw Arguments.missing(builtin.name(), p, span);
              });
      Value result =
          builtin.body().apply(new Builtin.Call(builtin.name(), matched, span, evaluator));
      noteStep(given, builtin.name(), result, callee);
      return result;
    }
    var callable = (Value.Callable) function;
    var definition = (Declaration.Definition) callable.declaration();
    Map<String, Arguments.Given> matched =
        Parameters.match(definition, callable.module(), given, span);
    new AppliedTwice(evaluator.context()).warn(definition, matched);
    try {
      Value result = new Functions(evaluator).call(definition, callable.module(), matched, span);
      if (result instanceof Value.Tensor tensor) {
        evaluator.context().made(tensor.node(), definition);
      }
      noteStep(given, definition.name().text(), result, callee);
      return Sites.mark(result, callee, definition.name().text());
    } catch (Mistake mistake) {
      throw new CallSite(
              callable.module(),
              definition.name(),
              callee,
              Arguments.places(matched),
              Functions.first(matched))
          .moved(mistake);
    }
  }

  /** What a user's text calls is a step of the trail; what the library calls inside is none. */
  private static void noteStep(
      List<Arguments.Given> given, String function, Value result, Span callee) {
    if (result instanceof Value.Tensor made && !Sites.inLibrary(callee)) {
      given.stream()
          .map(Arguments.Given::value)
          .filter(Value.Tensor.class::isInstance)
          .findFirst()
          .ifPresent(first -> made.node().madeBy(((Value.Tensor) first).node(), function));
    }
  }
}
