package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.ir.Recipe;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.RecipeRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rule `clip`: gradients as the optimizer sees them. */
final class Clipping {
  private Clipping() {}

  /** What {@code clip = norm(…)} or {@code clip = value(…)} says. */
  static Recipe.Clip rule(RecipeRule.@Nullable Setting setting, Evaluator evaluator) {
    if (setting == null) {
      return Recipe.Clip.NONE;
    }
    Expression value = setting.value();
    if (value instanceof Expression.Call call
        && call.callee() instanceof Expression.Reference name
        && List.of("norm", "value").contains(name.name())
        && call.arguments().size() == 1
        && call.arguments().get(0).name() == null) {
      Expression argument = call.arguments().get(0).value();
      double limit = Coerce.number(evaluator.evaluate(argument), argument.span());
      if (!(limit > 0)) {
        throw Mistake.of(
            Code.R404, argument.span(), "a limit must be above 0", "such as `clip = norm(1.0)`");
      }
      return new Recipe.Clip(
          name.name().equals("norm") ? Recipe.Clip.Kind.NORM : Recipe.Clip.Kind.VALUE, limit);
    }
    throw Mistake.of(
        Code.R404,
        value.span(),
        "gradients are clipped by `norm(limit)` or `value(limit)`",
        "such as `clip = norm(1.0)`");
  }

  /** The gradient as the optimizer sees it, after clipping. */
  static Typed gradient(TypedNet.Stored parameter, Recipe.Clip clip, Span span) {
    Typed raw =
        new Typed(
                new Typed.Form.Leaf(Typed.Place.GRADIENT, parameter.path()),
                parameter.leaf().type(),
                span)
            .named("gradient");
    return switch (clip.kind()) {
      case NONE -> raw;
      case NORM -> combine(ScalarFunction.MULTIPLY, raw, Schedules.host("clip_scale", span), span);
      case VALUE -> {
        Typed below = combine(ScalarFunction.MINIMUM, raw, number(clip.limit(), span), span);
        yield combine(ScalarFunction.MAXIMUM, below, number(-clip.limit(), span), span);
      }
    };
  }

  private static Typed number(double value, Span span) {
    return new Typed(new Typed.Form.Number(value), TensorType.SCALAR, span);
  }

  private static Typed combine(ScalarFunction function, Typed a, Typed b, Span span) {
    return new Typed(new Typed.Form.Elementwise(function, List.of(a, b)), a.type(), span);
  }
}
