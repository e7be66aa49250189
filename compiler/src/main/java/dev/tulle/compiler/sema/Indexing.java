package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Axis;
import dev.tulle.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.List;

/** Brackets behind a tensor: {@code x[..., k]}. */
final class Indexing {
  private final Evaluator evaluator;

  Indexing(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  Value index(Expression.Index index, Typed node) {
    List<Axis> axes = index.axes();
    long rests = axes.stream().filter(Axis.Rest.class::isInstance).count();
    int explicit = axes.size() - (int) rests;
    int rank = node.type().rank();
    if (rests == 0 ? rank != explicit : rank < explicit) {
      throw new Mistake(
          Diagnostic.error(
                  Code.T204,
                  index.span(),
                  "`"
                      + index.of().span().text()
                      + "` is "
                      + node.type()
                      + ", which has "
                      + count(rank)
                      + ", and "
                      + explicit
                      + (explicit == 1 ? " stands" : " stand")
                      + " in the brackets",
                  "write one index for each axis, or `...` for those in front")
              .withLabel(node.trail()));
    }
    var variables = new ArrayList<IndexVariable>();
    var lookUps = new ArrayList<LookUp>();
    Typed result = node;
    int position = 0;
    for (Axis axis : axes) {
      if (axis instanceof Axis.Rest) {
        int covered = rank - explicit;
        List<IndexVariable> rest = evaluator.indices().rest(covered, axis.span());
        if (rest.size() != covered) {
          throw Mistake.of(
                  Code.T209,
                  axis.span(),
                  "`...` stands for " + rest.size() + " axes before, and for " + covered + " here",
                  "write an index for each axis instead of `...`")
              .showing(node);
        }
        for (IndexVariable variable : rest) {
          IndexNotation.span(variable, result.type().axes().get(position++), node, axis.span());
          variables.add(variable);
        }
        continue;
      }
      Expression expression = ((Axis.Of) axis).value();
      IndexVariable variable =
          expression instanceof Expression.Reference name
              ? evaluator.indices().find(name.name())
              : null;
      if (variable != null) {
        addIndex(
            variables, variable, result.type().axes().get(position++), node, expression.span());
        continue;
      }
      WindowPosition window = WindowPosition.of(expression, evaluator);
      if (window != null) {
        window.findSpan(result, position, expression.span());
        result = window.apply(result, position, expression.span());
        for (IndexVariable step : window.steps().keySet()) {
          addIndex(variables, step, result.type().axes().get(position++), node, expression.span());
        }
        continue;
      }
      Value value = fixedOrComputed(expression);
      if (value instanceof Value.Tensor || value instanceof Value.Indexed) {
        lookUps.add(
            new LookUp(
                position,
                Elementwise.align(List.of(value), List.of(expression.span())).get(0),
                expression.span()));
        // Stands at the axis until the slices take its place.
        variables.add(new IndexVariable("", expression.span(), position));
        position++;
      } else {
        result = select(result, node, position, value, expression.span());
      }
    }
    return lookUps.isEmpty()
        ? new Value.Indexed(result, List.copyOf(variables))
        : LookUp.apply(result, variables, lookUps, index.span());
  }

  private static void addIndex(
      List<IndexVariable> variables, IndexVariable variable, Dim dim, Typed of, Span span) {
    if (variables.contains(variable)) {
      throw Mistake.of(
              Code.T209,
              span,
              "`" + variable.name() + "` stands at two axes of one tensor",
              "a diagonal is written with two indices and `if i == j`")
          .showing(of);
    }
    IndexNotation.span(variable, dim, of, span);
    variables.add(variable);
  }

  private Value fixedOrComputed(Expression expression) {
    if (expression instanceof Expression.Reference name
        && evaluator.scope().find(name.name()) == null) {
      throw Mistake.of(
          Code.T208,
          expression.span(),
          "`" + name.name() + "` is bound by nothing",
          "reduce by it: `sum[" + name.name() + "](…)`, or put it on the left of the `=`");
    }
    return evaluator.evaluate(expression);
  }

  /**
   * A fixed position along an axis, which vanishes.
   *
   * @param whole the tensor before the brackets
   */
  private static Typed select(Typed node, Typed whole, int axis, Value value, Span span) {
    Dim dim = node.type().axes().get(axis);
    if (value instanceof Value.Length length) {
      if (!Shaping.isInside(length.dim(), Dim.of(1), dim)) {
        throw Mistake.of(
            Code.T209,
            span,
            "the axis `" + dim + "` need not have a position `" + length.dim() + "`",
            "positions count from 0: the last is `" + dim.plus(Dim.of(-1)) + "`");
      }
      return Shaping.select(node, axis, length.dim(), span);
    }
    double position = Coerce.number(value, span);
    if (!dim.isKnown()) {
      if (position != Math.rint(position) || position < 0 || position >= Math.max(1, dim.least())) {
        throw Mistake.of(
            Code.T209,
            span,
            "the axis `"
                + dim
                + "` has at least "
                + Math.max(1, dim.least())
                + " and at most "
                + dim.most()
                + " positions, and this is "
                + Coerce.plain(position),
            "positions count from 0, and the last is `" + dim.plus(Dim.of(-1)) + "`");
      }
      return Shaping.select(node, axis, Dim.of((long) position), span);
    }
    if (position != Math.rint(position) || position < 0 || position >= dim.value()) {
      throw Mistake.of(
              Code.T209,
              span,
              "the axis `"
                  + dim
                  + "` has positions 0 to "
                  + (dim.value() - 1)
                  + ", and this is "
                  + Coerce.plain(position),
              position == dim.value()
                  ? "positions count from 0: the last is " + (dim.value() - 1)
                  : position < 0
                      ? "positions count from 0 in front: the last is " + (dim.value() - 1)
                      : "take a whole number from 0 to " + (dim.value() - 1))
          .showing(whole);
    }
    return Shaping.select(node, axis, Dim.of((long) position), span);
  }

  private static String count(int n) {
    return n == 1 ? "1 axis" : n + " axes";
  }
}
