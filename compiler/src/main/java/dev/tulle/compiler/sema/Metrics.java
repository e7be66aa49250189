package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Axis;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.RecipeRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rule `metrics`: expressions over the net's names, each a number of a whole set of rows. */
final class Metrics {
  private final Evaluator evaluator;
  private final NetContext context;
  private final Set<String> names = new HashSet<>();

  Metrics(Evaluator evaluator, NetContext context) {
    this.evaluator = evaluator;
    this.context = context;
  }

  List<TypedNet.Metric> metrics(RecipeRule.@Nullable Setting setting) {
    if (setting == null) {
      return List.of();
    }
    var metrics = new ArrayList<TypedNet.Metric>();
    if (setting.value() instanceof Expression.Sequence sequence) {
      for (Axis axis : sequence.elements()) {
        if (!(axis instanceof Axis.Of of)) {
          context.report(
              Mistake.of(
                  Code.R404,
                  axis.span(),
                  "metrics are listed one by one",
                  "such as `[accuracy(logits, label)]`"));
        } else {
          add(of.value(), metrics);
        }
      }
    } else {
      add(setting.value(), metrics);
    }
    return metrics;
  }

  private void add(Expression written, List<TypedNet.Metric> metrics) {
    try {
      metrics.add(metric(written));
    } catch (Mistake mistake) {
      context.reportUnlessKnown(mistake);
    }
  }

  private TypedNet.Metric metric(Expression written) {
    Expression expression = written;
    String name = "metric";
    if (expression instanceof Expression.Labelled labelled) {
      name = labelled.label().text();
      expression = labelled.value();
    } else if (expression instanceof Expression.Call call
        && call.callee() instanceof Expression.Reference function) {
      name = function.name();
    }
    Span span = expression.span();
    Value given = evaluator.evaluate(expression);
    if (given instanceof Value.Text
        || given instanceof Value.Primitive
        || Calls.isFunction(given)) {
      String function = span.text().replace("\"", "").strip();
      throw Mistake.of(
          Code.R404,
          span,
          "a metric is a call of a function, and this is " + given.kind(),
          "give it what it compares: `[" + function + "(scores, label)]`");
    }
    Typed value = Coerce.tensor(given, span);
    if (value.type().rank() > 0) {
      throw Mistake.of(
              Code.T205,
              span,
              "a metric is one number a row or a set, and this is " + value.type(),
              "combine its axes: `mean(…)`")
          .showing(value);
    }
    if (!value.type().batched()) {
      checkScalar(value, span);
      if (!hasBatchSum(value)) {
        throw Mistake.of(
            Code.R404,
            span,
            "a metric depends on rows, and this is the same for all of them",
            "such as `mae(strength, measured)`");
      }
    }
    Draws.refuseServed(value, "the metric `" + name + "`");
    String unique = name;
    for (int i = 2; !names.add(unique); i++) {
      unique = name + i;
    }
    return new TypedNet.Metric(unique, value, higherIsBetter(expression), span);
  }

  /**
   * Outside of its means over the rows a metric computes with single numbers, and means hold no
   * means.
   */
  private static void checkScalar(Typed value, Span span) {
    Typed.Form form = value.form();
    boolean fits =
        form instanceof Typed.Form.Number
            || form instanceof Typed.Form.BatchCount count && count.factor().isKnown()
            || form instanceof Typed.Form.Elementwise
            || form instanceof Typed.Form.ByMode
            || form instanceof Typed.Form.Constant
            || form instanceof Typed.Form.BatchSum sum
                && sum.of().type().rank() == 0
                && !hasBatchSum(sum.of());
    if (!fits) {
      throw Mistake.of(
              Code.T205,
              span,
              "a metric is a function of means over rows, each of one number a row",
              "such as `sqrt(batch_mean(mean((y - t)^2)))`")
          .showing(value);
    }
    if (!(form instanceof Typed.Form.BatchSum)) {
      TypedWalk.operands(value).forEach(o -> checkScalar(o, span));
    }
  }

  private static boolean hasBatchSum(Typed value) {
    return TypedWalk.reachable(value).stream()
        .anyMatch(v -> v.form() instanceof Typed.Form.BatchSum);
  }

  /** A function says with `@higher_is_better` that more of it is better; else less is. */
  private boolean higherIsBetter(Expression expression) {
    return expression instanceof Expression.Call call
        && evaluator.evaluate(call.callee()) instanceof Value.Callable callable
        && callable.declaration() instanceof Declaration.Definition definition
        && definition.notes().annotations().stream()
            .anyMatch(a -> a.name().text().equals("higher_is_better"));
  }
}
