package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.RecipeRule;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rule `clip`: gradients as the optimizer sees them. */
final class Clipping {
  private final Evaluator evaluator;
  private final RecipeRule.@Nullable Setting setting;

  Clipping(Evaluator evaluator, RecipeRule.@Nullable Setting setting) {
    this.evaluator = evaluator;
    this.setting = setting;
  }

  /** The gradient as the optimizer sees it, after clipping. */
  Typed gradient(TypedNet.Stored parameter, Span span) {
    Typed gradient = raw(parameter, span);
    double limit = limit("value");
    if (limit > 0) {
      gradient = combine(ScalarFunction.MINIMUM, gradient, number(limit, span), span);
      return combine(ScalarFunction.MAXIMUM, gradient, number(-limit, span), span);
    }
    return limit("norm") > 0
        ? combine(ScalarFunction.MULTIPLY, gradient, Schedules.host("clip_scale", span), span)
        : gradient;
  }

  static Typed raw(TypedNet.Stored parameter, Span span) {
    return new Typed(
            new Typed.Form.Leaf(Typed.Place.GRADIENT, parameter.path()),
            parameter.leaf().type(),
            span)
        .named("gradient");
  }

  private static Typed number(double value, Span span) {
    return new Typed(new Typed.Form.Number(value), TensorType.SCALAR, span);
  }

  private static Typed combine(ScalarFunction function, Typed a, Typed b, Span span) {
    return new Typed(new Typed.Form.Elementwise(function, List.of(a, b)), a.type(), span);
  }

  double norm() {
    return limit("norm");
  }

  /**
   * The limit of {@code clip = norm(…)} or {@code clip = value(…)}; 0 where it is the other or
   * none.
   */
  private double limit(String kind) {
    if (setting == null) {
      return 0;
    }
    Expression value = setting.value();
    if (value instanceof Expression.Call call
        && call.callee() instanceof Expression.Reference name
        && Set.of("norm", "value").contains(name.name())
        && call.arguments().size() == 1
        && call.arguments().get(0).name() == null) {
      Expression argument = call.arguments().get(0).value();
      double limit = Coerce.number(evaluator.evaluate(argument), argument.span());
      if (!(limit > 0)) {
        throw Mistake.of(
            Code.R404, argument.span(), "a limit must be above 0", "such as `clip = norm(1.0)`");
      }
      return name.name().equals(kind) ? limit : 0;
    }
    throw Mistake.of(
        Code.R404,
        value.span(),
        "gradients are clipped by `norm(limit)` or `value(limit)`",
        "such as `clip = norm(1.0)`");
  }
}
