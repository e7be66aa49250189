package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.RecipeRule;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rule `penalty`: a function with a pattern for its argument is summed over the parameters that
 * match.
 */
final class Penalty {
  private final Evaluator evaluator;

  Penalty(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  @Nullable Typed penalty(RecipeRule.@Nullable Setting setting) {
    if (setting == null) {
      return null;
    }
    Span span = setting.value().span();
    Typed value = Coerce.tensor(value(setting.value()), span);
    boolean ofWeights =
        TypedWalk.reachable(value).stream()
            .anyMatch(
                v ->
                    v.form() instanceof Typed.Form.Leaf leaf
                        && leaf.place() == Typed.Place.PARAMETER);
    if (value.type().rank() > 0 || value.type().batched() || !ofWeights) {
      throw Mistake.of(
          Code.R404,
          span,
          "a penalty is one number that depends on weights alone",
          "such as `1e-4 * l2(\"**.w\")`; what depends on rows is a `loss` of the net");
    }
    return value.named("penalty");
  }

  private Value value(Expression expression) {
    Span span = expression.span();
    if (expression instanceof Expression.Binary binary) {
      ScalarFunction function =
          switch (binary.operator()) {
            case ADD -> ScalarFunction.ADD;
            case SUBTRACT -> ScalarFunction.SUBTRACT;
            case MULTIPLY -> ScalarFunction.MULTIPLY;
            case DIVIDE -> ScalarFunction.DIVIDE;
            default ->
                throw Mistake.of(
                    Code.R404,
                    binary.operatorSpan(),
                    "a penalty is added and scaled, no more",
                    "such as `1e-4 * l2(\"**.w\") + 1e-5 * l1(\"**.w\")`");
          };
      return Elementwise.apply(
          function,
          List.of(value(binary.left()), value(binary.right())),
          List.of(binary.left().span(), binary.right().span()),
          span);
    }
    if (expression instanceof Expression.Call call
        && call.arguments().stream().anyMatch(a -> a.value() instanceof Expression.Text)) {
      return overParameters(call);
    }
    if (expression instanceof Expression.Call call) {
      for (Expression.Argument argument : call.arguments()) {
        if (argument.value() instanceof Expression.Member
            && evaluator.context().stored(argument.value().span().text()) != null) {
          throw Mistake.of(
              Code.R404,
              argument.value().span(),
              "parameters are named in quotes here",
              "`\"" + argument.value().span().text() + "\"`");
        }
      }
    }
    return evaluator.evaluate(expression);
  }

  private Value overParameters(Expression.Call call) {
    Value callee = evaluator.evaluate(call.callee());
    if (!(callee instanceof Value.Simple function
        && (Calls.isFunction(callee) || callee instanceof Value.Primitive))) {
      throw Mistake.of(
          Code.R404,
          call.callee().span(),
          "a function is wanted here, and this is " + callee.kind(),
          "such as `l2`");
    }
    Set<String> paths = new LinkedHashSet<>();
    evaluator.context().stored().stream().filter(s -> !s.state()).forEach(s -> paths.add(s.path()));
    List<Expression.Text> patterns =
        call.arguments().stream()
            .map(Expression.Argument::value)
            .filter(Expression.Text.class::isInstance)
            .map(Expression.Text.class::cast)
            .toList();
    Value total = Value.Number.of(0);
    for (String path : Globs.match(patterns, paths)) {
      NetContext.Stored stored = evaluator.context().stored(path);
      if (stored == null) {
        throw new IllegalStateException("a path was lost: " + path);
      }
      var given = new java.util.ArrayList<Arguments.Given>();
      given.add(new Arguments.Given(null, new Value.Tensor(stored.leaf()), call.span()));
      for (Expression.Argument argument : call.arguments()) {
        if (!(argument.value() instanceof Expression.Text)) {
          given.addAll(evaluator.calls().given(List.of(argument)));
        }
      }
      Value term =
          evaluator.calls().callFunction(function, given, call.span(), call.callee().span());
      if (Coerce.tensor(term, call.span()).type().rank() > 0) {
        throw Mistake.of(
            Code.R404,
            call.span(),
            "`"
                + call.callee().span().text()
                + "` of `"
                + path
                + "` is "
                + Coerce.tensor(term, call.span()).type()
                + ", and a penalty is one number",
            "`l2` sums squares, `l1` sums absolute values");
      }
      total =
          total instanceof Value.Number
              ? term
              : Elementwise.apply(
                  ScalarFunction.ADD,
                  List.of(total, term),
                  List.of(call.span(), call.span()),
                  call.span());
    }
    return total;
  }
}
