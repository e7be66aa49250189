package dev.tulle.compiler.sema;

import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Expression;
import java.util.List;
import java.util.Map;

/**
 * Initialisers of the library and of users: their text is evaluated for the shape of a parameter.
 */
final class Initialisers {
  private Initialisers() {}

  /** What an initialiser gives for a shape; any other value as it is. */
  static Value resolve(Value value, TensorType shape, Evaluator evaluator, Span span) {
    if (value instanceof Value.Callable callable && isInit(callable)) {
      return evaluate(new Value.Applied(callable, Map.of(), Map.of()), shape, evaluator, span);
    }
    if (value instanceof Value.Applied applied && isInit(applied.callable())) {
      return evaluate(applied, shape, evaluator, span);
    }
    return value;
  }

  /** Whether a value is an initialiser: it may give fixed values behind {@code ~} too. */
  static boolean isInitialiser(Value value) {
    return value instanceof Value.Callable callable && isInit(callable)
        || value instanceof Value.Applied applied && isInit(applied.callable());
  }

  private static boolean isInit(Value.Callable callable) {
    return callable.declaration() instanceof Declaration.Rule rule
        && rule.kind() == Declaration.Rule.Kind.INIT;
  }

  private static Value evaluate(
      Value.Applied applied, TensorType shape, Evaluator evaluator, Span span) {
    Value.Callable callable = applied.callable();
    var rule = (Declaration.Rule) callable.declaration();
    var scope = new Scope(callable.module());
    var inside = new Evaluator(evaluator.context(), scope, evaluator.owner());
    double count = shape.count().value();
    double last = shape.rank() == 0 ? 1 : shape.last().value();
    double before = shape.rank() < 2 ? 1 : shape.axes().get(shape.rank() - 2).value();
    // fan_in counts what one output sums, fan_out what one input reaches; both include a window.
    scope.bind("fan_in", Value.Number.of(count / last));
    scope.bind("fan_out", Value.Number.of(count / before));
    Typed zero = new Typed(new Typed.Form.Number(0), TensorType.SCALAR, span);
    scope.bind("like", new Value.Tensor(Storing.fill(zero, shape, span)));
    applied.arguments().forEach(scope::bind);
    for (Declaration.Parameter parameter : rule.parameters()) {
      String name = parameter.name().text();
      if (!scope.declares(name)) {
        Expression otherwise = parameter.defaultValue();
        if (otherwise == null) {
          throw Arguments.missing(rule.name().text(), name, span);
        }
        scope.bind(name, inside.evaluate(otherwise));
      }
    }
    try {
      Value value = new Body(inside, callable.module()).run(rule);
      return resolve(value, shape, inside, rule.body().span());
    } catch (Mistake mistake) {
      throw new CallSite(callable.module(), rule.name(), span, applied.places()).moved(mistake);
    }
  }

  /** Whether anything random is in a value. */
  static boolean isRandom(Value value) {
    return value instanceof Value.Distribution
        || value instanceof Value.Tensor tensor
            && TypedWalk.reachable(tensor.node()).stream()
                .anyMatch(t -> t.form() instanceof Typed.Form.Sample);
  }

  /** Random numbers of a shape: {@code location + scale * r}. */
  static Typed draw(Value.Distribution distribution, TensorType type, Span span) {
    Typed sample = new Typed(new Typed.Form.Sample(distribution.normal()), type, span);
    Typed scaled = elementwise(ScalarFunction.MULTIPLY, sample, distribution.scale(), span);
    return elementwise(ScalarFunction.ADD, scaled, distribution.location(), span);
  }

  private static Typed elementwise(
      ScalarFunction function, Typed tensor, double number, Span span) {
    Typed constant = new Typed(new Typed.Form.Number(number), TensorType.SCALAR, span);
    return new Typed(
        new Typed.Form.Elementwise(function, List.of(tensor, constant)),
        tensor.type().withElement(TensorType.NUMBER),
        span);
  }
}
