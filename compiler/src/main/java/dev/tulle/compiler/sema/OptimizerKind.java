package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.NearNames;
import dev.tulle.compiler.syntax.Expression;
import java.util.List;
import java.util.Map;

/**
 * Reads a rule whose value is an optimizer with its arguments.
 *
 * @param noun what a misspelt one is called: `optimizer`
 * @param wanted what is wanted there: `an optimizer`
 * @param example one that helps offer
 * @param average whether it is to follow weights rather than to move them
 */
record OptimizerKind(String noun, String wanted, String example, boolean average) {

  Value.Applied of(Expression written, Evaluator evaluator) {
    checkName(written, evaluator);
    Value value = evaluator.evaluate(written);
    if (value instanceof Value.Callable callable) {
      value = new Value.Applied(callable, Map.of(), Map.of());
    }
    if (value instanceof Value.Applied applied && isOptimizer(applied)) {
      return applied;
    }
    throw Mistake.of(
        Code.R404,
        written.span(),
        wanted + " is wanted here, and this is " + value.kind(),
        "such as `" + near(value, evaluator) + "`");
  }

  static String name(Value.Applied applied) {
    return applied.callable().declaration().name().text();
  }

  private static boolean isOptimizer(Value value) {
    return (value instanceof Value.Applied || value instanceof Value.Callable)
        && value.kind().equals("an optimizer");
  }

  private String near(Value value, Evaluator evaluator) {
    String arguments = example.substring(example.indexOf('('));
    return value instanceof Value.Text text
        ? NearNames.nearest(text.value(), names(evaluator)).map(n -> n + arguments).orElse(example)
        : example;
  }

  private List<String> names(Evaluator evaluator) {
    Scope scope = evaluator.scope();
    return scope.visibleNames().stream()
        .filter(
            n ->
                scope.peek(n) instanceof Value.Callable c
                    && isOptimizer(c)
                    && Averages.isAverage(c) == average)
        .sorted()
        .toList();
  }

  /** A misspelt optimizer is not looked for among blocks. */
  private void checkName(Expression written, Evaluator evaluator) {
    Expression called = written instanceof Expression.Call call ? call.callee() : written;
    if (called instanceof Expression.Reference name
        && evaluator.scope().find(name.name()) == null
        && !References.mayBeImported(evaluator.scope())) {
      throw Mistake.of(
          Code.N101,
          name.span(),
          "there is no " + noun + " `" + name.name() + "`",
          NearNames.advice(name.name(), names(evaluator)));
    }
  }
}
