package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Axis;
import dev.tulle.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.List;

/** {@code y[..., u] = …}: evaluates the right side for all values of the indices on the left. */
final class Comprehension {
  private final Evaluator evaluator;

  Comprehension(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  Typed evaluate(List<Axis> axes, Expression body) {
    var indices = Indices.notation();
    boolean rest = false;
    for (Axis axis : axes) {
      if (axis instanceof Axis.Rest) {
        indices.placeRest();
        rest = true;
      } else {
        IndexBinder.required(axis, "on the left of `=` stand names of indices")
            .bind(indices, evaluator);
      }
    }
    Evaluator inside = evaluator.with(indices);
    IndexScan.scan(body, inside);
    Value value = inside.evaluate(body);
    Span span = body.span();
    Value.Indexed indexed = Elementwise.align(List.of(value), List.of(span)).get(0);
    var target = new ArrayList<IndexVariable>();
    for (Axis axis : axes) {
      if (axis instanceof Axis.Rest) {
        List<IndexVariable> known = indices.knownRest();
        if (known == null) {
          throw Mistake.of(
              Code.T208,
              axis.span(),
              "`...` stands for no axes: the right side has none",
              "delete it here, or write `x[..., i]` on the right");
        }
        target.addAll(known);
      } else {
        IndexBinder binder = IndexBinder.of(axis);
        IndexVariable variable = binder == null ? null : indices.find(binder.name());
        if (variable == null) {
          throw new IllegalStateException("an index was lost: " + axis.span().text());
        }
        target.add(variable);
      }
    }
    for (IndexVariable variable : indexed.axes()) {
      if (!target.contains(variable)) {
        throw Mistake.of(
            Code.T208,
            span,
            "`" + variable.name() + "` is on the right, but not on the left of `=`",
            rest ? "reduce by it: `sum[…](…)`" : "add it on the left, or reduce by it");
      }
    }
    for (IndexVariable variable : target) {
      if (!indexed.axes().contains(variable)) {
        // Checks that something fixes the size of an axis along which the value merely repeats.
        IndexNotation.dimOf(variable);
      }
    }
    if (indexed.axes().isEmpty() && !target.isEmpty()) {
      return new Typed(
          new Typed.Form.Spread(indexed.node(), List.of()),
          indexed.node().type().withAxes(target.stream().map(IndexNotation::dimOf).toList()),
          span);
    }
    return IndexNotation.arrange(indexed, target).node();
  }
}
