package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Axis;
import dev.tulle.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.List;

/** {@code sum[k](…)} and its like: binds indices, finds what they span, reduces by them. */
final class IndexedReduction {
  private final Evaluator evaluator;

  IndexedReduction(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  Value reduce(Expression.Index callee, Expression.Call call) {
    Typed.Combination combination = combination(callee);
    if (call.arguments().size() != 1 || call.arguments().get(0).name() != null) {
      throw Mistake.of(
          Code.N108,
          call.span(),
          "`" + callee.span().text() + "` takes one expression, got " + call.arguments().size(),
          "such as `" + callee.span().text() + "(…)`");
    }
    var inner = evaluator.indices().within();
    var by = new ArrayList<IndexVariable>();
    for (Axis axis : callee.axes()) {
      String message = "the names of indices stand here, as in `sum[i, j](…)`";
      by.add(IndexBinder.required(axis, message).bind(inner, evaluator));
    }
    Evaluator inside = evaluator.with(inner);
    Expression body = call.arguments().get(0).value();
    IndexScan.scan(body, inside);
    Value value = inside.evaluate(body);
    Span span = call.span();
    Value.Indexed indexed = Elementwise.align(List.of(value), List.of(body.span())).get(0);
    return IndexNotation.reduce(combination, indexed, by, span);
  }

  private Typed.Combination combination(Expression.Index callee) {
    String name = callee.of() instanceof Expression.Reference r ? r.name() : "";
    return switch (name) {
      case "sum" -> Typed.Combination.SUM;
      case "mean" -> Typed.Combination.MEAN;
      case "max" -> Typed.Combination.MAXIMUM;
      case "min" -> Typed.Combination.MINIMUM;
      default ->
          throw Mistake.of(
              Code.N101,
              callee.of().span(),
              "`" + callee.of().span().text() + "` does not reduce by an index",
              "sum, mean, max and min do");
    };
  }
}
