package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Expression;
import java.util.List;

/**
 * {@code if … then … else}: by what the compiler knows it chooses code, by `training` it keeps
 * both, by a tensor it chooses elements.
 */
final class Conditionals {
  private final Evaluator evaluator;

  Conditionals(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  Value choose(Expression.Conditional conditional) {
    Value condition = evaluator.evaluate(conditional.condition());
    if (condition instanceof Value.Truth truth) {
      return evaluator.evaluate(truth.value() ? conditional.then() : conditional.otherwise());
    }
    Value then = evaluator.evaluate(conditional.then());
    Value otherwise = evaluator.evaluate(conditional.otherwise());
    List<Span> spans = List.of(conditional.then().span(), conditional.otherwise().span());
    if (condition instanceof Value.Mode) {
      return byMode(then, otherwise, spans, conditional.span());
    }
    if (condition instanceof Value.Number || condition instanceof Value.Length) {
      throw Mistake.of(
          Code.T213,
          conditional.condition().span(),
          "true or false is wanted here, and this is a number",
          "compare it: `… > 0`, or give `true` or `false`");
    }
    return Elementwise.apply(
        ScalarFunction.SELECT,
        List.of(condition, then, otherwise),
        List.of(conditional.condition().span(), spans.get(0), spans.get(1)),
        conditional.span());
  }

  private static Value byMode(Value then, Value otherwise, List<Span> spans, Span span) {
    if (then instanceof Value.Indexed || otherwise instanceof Value.Indexed) {
      List<Value.Indexed> aligned = Elementwise.align(List.of(then, otherwise), spans);
      return new Value.Indexed(
          byMode(aligned.get(0).node(), aligned.get(1).node(), spans, span), aligned.get(0).axes());
    }
    return new Value.Tensor(
        byMode(
            Coerce.tensor(then, spans.get(0)),
            Coerce.tensor(otherwise, spans.get(1)),
            spans,
            span));
  }

  private static Typed byMode(Typed then, Typed otherwise, List<Span> spans, Span span) {
    List<Dim> a = then.type().axes();
    List<Dim> b = otherwise.type().axes();
    boolean fits = a.size() == b.size();
    for (int i = 0; fits && i < a.size(); i++) {
      fits = a.get(i).fits(b.get(i));
    }
    if (!fits) {
      throw new Mistake(
          Diagnostic.error(
                  Code.T202,
                  span,
                  "training gives " + then.type() + ", serving " + otherwise.type(),
                  "both branches of `if training` have one shape")
              .withRelated(spans.get(0), then.said())
              .withRelated(spans.get(1), otherwise.said()));
    }
    boolean batched = then.type().batched() || otherwise.type().batched();
    return new Typed(new Typed.Form.ByMode(then, otherwise), then.type().withBatch(batched), span);
  }
}
