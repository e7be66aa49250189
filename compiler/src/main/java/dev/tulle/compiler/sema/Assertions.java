package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Axis;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.Path;
import dev.tulle.compiler.syntax.TypeSyntax;
import java.util.ArrayList;
import java.util.List;

/** Shapes that the text asserts with `as`. */
final class Assertions {
  private final Evaluator evaluator;

  Assertions(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  /** Asserts a shape: {@code x as [400]}, or {@code let y: [t, d]}. */
  Typed check(Typed node, TypeSyntax type, Span span) {
    List<Axis> axes = TypeSolver.axes(type);
    TensorType actual = node.type();
    boolean fits = true;
    Path element = type.element();
    if (element != null) {
      Dim dim = Coerce.dim(new References(evaluator).named(element), element.span());
      boolean holds =
          actual.element() instanceof TensorType.Element.Below below && below.dim().fits(dim);
      if (!holds) {
        throw new Mistake(
            Diagnostic.error(
                    Code.T201,
                    type.span(),
                    "`as` expects indices below `"
                        + dim
                        + "`, and "
                        + (node.hint().isEmpty() ? "this" : node.hint())
                        + " gives "
                        + actual,
                    "a shape stands in brackets: `as [" + dim + "]`")
                .withLabel(node.trail()));
      }
    }
    var wanted = new ArrayList<Dim>();
    for (Axis axis : axes) {
      if (axis instanceof Axis.Rest) {
        wanted.addAll(knownRest(axis.span()));
      } else if (((Axis.Of) axis).value() instanceof Expression.Hole) {
        wanted.add(wanted.size() < actual.rank() ? actual.axes().get(wanted.size()) : Dim.of(1));
      } else {
        wanted.add(new TypeSolver(evaluator).size(((Axis.Of) axis).value()));
      }
    }
    fits = wanted.size() == actual.rank();
    for (int i = 0; fits && i < wanted.size(); i++) {
      // `as` is how a user says that two dims are the same, so equal sizes are enough.
      fits = wanted.get(i).sameSize(actual.axes().get(i));
    }
    if (!fits) {
      String trail = node.trail();
      throw new Mistake(
          Diagnostic.error(
                  Code.T201,
                  type.span(),
                  (node.hint().isEmpty() ? "this" : node.hint())
                      + " gives "
                      + actual
                      + ", but `as` expects "
                      + TensorType.axesText(wanted),
                  helpFor(actual, wanted))
              .withLabel(trail));
    }
    Typed renamed = new Typed(new Typed.Form.Reshape(node), actual.withAxes(wanted), span).as(node);
    return renamed.type().equals(actual) ? node : renamed;
  }

  private List<Dim> knownRest(Span span) {
    List<Dim> rest = evaluator.scope().rest();
    if (rest == null) {
      throw Mistake.of(Code.T213, span, Scope.NO_REST, Scope.NO_REST_HELP);
    }
    return rest;
  }

  private static String helpFor(TensorType actual, List<Dim> wanted) {
    double count = wanted.stream().mapToDouble(Dim::most).reduce(1, (a, b) -> a * b);
    if (actual.count().most() == count) {
      return "the same number of elements: `reshape(" + TensorType.axesText(wanted) + ")` gives it";
    }
    return "change a layer before, or write `as " + actual + "`";
  }
}
