package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Axis;
import dev.tulle.compiler.syntax.Expression;
import org.jspecify.annotations.Nullable;

/**
 * What introduces an index: its name, or its name and how far it goes, {@code u < k}.
 *
 * @param bound null where the axes that the index stands at say it
 */
record IndexBinder(String name, Span span, @Nullable Expression bound) {
  /** Null where {@code axis} is neither. */
  static @Nullable IndexBinder of(Axis axis) {
    if (!(axis instanceof Axis.Of of)) {
      return null;
    }
    if (of.value() instanceof Expression.Reference name) {
      return new IndexBinder(name.name(), name.span(), null);
    }
    if (of.value() instanceof Expression.Binary binary
        && binary.operator() == Expression.BinaryOperator.LESS
        && binary.left() instanceof Expression.Reference name) {
      return new IndexBinder(name.name(), name.span(), binary.right());
    }
    return null;
  }

  /** As {@link #of}, or a diagnostic with {@code message}. */
  static IndexBinder required(Axis axis, String message) {
    IndexBinder binder = of(axis);
    if (binder == null) {
      throw Mistake.of(
          Code.T208, axis.span(), message, "an index is a name, or a name and its bound: `i < n`");
    }
    return binder;
  }

  /**
   * Makes the index known in {@code indices}.
   *
   * @param evaluator of the place of the bound, where the index is not known yet
   */
  IndexVariable bind(Indices indices, Evaluator evaluator) {
    IndexVariable variable = indices.bind(name, span);
    if (bound != null) {
      variable.span(
          Coerce.dim(evaluator.evaluate(bound), bound.span()),
          new IndexVariable.Use(bound.span(), null));
    }
    return variable;
  }
}
