package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Expression;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A position that is a sum of indices with whole steps, {@code i * stride + u * dilation}: windows
 * over an axis.
 *
 * @param start the position where all indices are 0
 * @param steps how far each index moves, at least 1
 */
record WindowPosition(long start, Map<IndexVariable, Long> steps) {
  /** A constant and the multiples of indices that are added to it. */
  private record Sum(double constant, Map<IndexVariable, Double> terms) {
    Sum plus(Sum other, double sign) {
      var all = new LinkedHashMap<>(terms);
      other.terms.forEach((v, c) -> all.merge(v, sign * c, Double::sum));
      return new Sum(constant + sign * other.constant, all);
    }

    Sum times(double factor) {
      var all = new LinkedHashMap<IndexVariable, Double>();
      terms.forEach((v, c) -> all.put(v, factor * c));
      return new Sum(factor * constant, all);
    }
  }

  /** Null where the expression is something else: a fixed position, or one that is computed. */
  static @Nullable WindowPosition of(Expression expression, Evaluator evaluator) {
    if (!mentionsIndex(expression, evaluator)) {
      return null;
    }
    Sum sum = sum(expression, evaluator);
    if (sum == null || !isWhole(sum.constant()) || sum.constant() < 0) {
      return null;
    }
    var steps = new LinkedHashMap<IndexVariable, Long>();
    for (Map.Entry<IndexVariable, Double> term : sum.terms().entrySet()) {
      if (!isWhole(term.getValue()) || term.getValue() < 1) {
        return null;
      }
      steps.put(term.getKey(), term.getValue().longValue());
    }
    return new WindowPosition((long) sum.constant(), steps);
  }

  private static boolean isWhole(double value) {
    return value == Math.rint(value) && Math.abs(value) <= Coerce.LARGEST;
  }

  static boolean mentionsIndex(Expression expression, Evaluator evaluator) {
    if (expression instanceof Expression.Reference name) {
      return evaluator.indices().find(name.name()) != null;
    } else if (expression instanceof Expression.Binary binary) {
      return mentionsIndex(binary.left(), evaluator) || mentionsIndex(binary.right(), evaluator);
    } else if (expression instanceof Expression.Unary unary) {
      return mentionsIndex(unary.operand(), evaluator);
    }
    return false;
  }

  private static @Nullable Sum sum(Expression expression, Evaluator evaluator) {
    if (expression instanceof Expression.Reference name) {
      IndexVariable variable = evaluator.indices().find(name.name());
      if (variable != null) {
        return new Sum(0, Map.of(variable, 1.0));
      }
    }
    if (!mentionsIndex(expression, evaluator)) {
      return evaluator.evaluate(expression) instanceof Value.Number number
          ? new Sum(number.value(), Map.of())
          : null;
    }
    if (expression instanceof Expression.Binary binary) {
      Sum left = sum(binary.left(), evaluator);
      Sum right = left == null ? null : sum(binary.right(), evaluator);
      if (left == null || right == null) {
        return null;
      }
      return switch (binary.operator()) {
        case ADD -> left.plus(right, 1);
        case SUBTRACT -> left.plus(right, -1);
        case MULTIPLY ->
            left.terms().isEmpty()
                ? right.times(left.constant())
                : right.terms().isEmpty() ? left.times(right.constant()) : null;
        default -> null;
      };
    }
    return null;
  }

  /** Fixes what the only index spans that nothing else has fixed: as far as the axis goes. */
  void findSpan(Typed node, int at, Span span) {
    List<IndexVariable> open = steps.keySet().stream().filter(v -> v.dim() == null).toList();
    if (open.size() != 1) {
      return;
    }
    Dim axis = node.type().axes().get(at);
    IndexVariable variable = open.get(0);
    Dim taken = taken(variable);
    long step = steps.getOrDefault(variable, 1L);
    Dim left = axis.plus(taken.negate());
    if (left.most() < 1) {
      throw tooLong(node, at, taken.plus(Dim.of(1)), span);
    }
    variable.span(step == 1 ? left : steps(left, step, span), new IndexVariable.Use(span, node));
  }

  /** How many steps there are in an axis of which {@code left} positions are left to begin at. */
  private static Dim steps(Dim left, long step, Span span) {
    if (left.isKnown()) {
      return Dim.of((left.value() - 1) / step + 1);
    }
    throw Mistake.of(
        Code.T218,
        span,
        "an axis of `"
            + left
            + "` positions, which varies, is walked through in steps of "
            + step
            + ", and no sum of lengths says how many there are",
        "windows over an axis that varies move by 1: `stride = 1`");
  }

  /** The position to which all indices but one lead at their end. */
  private Dim taken(@Nullable IndexVariable without) {
    Dim taken = Dim.of(start);
    for (Map.Entry<IndexVariable, Long> step : steps.entrySet()) {
      if (step.getKey() != without) {
        Dim last = IndexNotation.dimOf(step.getKey()).plus(Dim.of(-1));
        taken = taken.plus(last.times(Dim.of(step.getValue())));
      }
    }
    return taken;
  }

  /** The tensor with the axes of the indices in place of {@code axis}. */
  Typed apply(Typed node, int axis, Span span) {
    Dim dim = node.type().axes().get(axis);
    Dim end = taken(null).plus(Dim.of(1));
    if (dim.plus(end.negate()).least() < 0) {
      throw tooLong(node, axis, end, span);
    }
    List<Dim> varying =
        steps.keySet().stream().map(IndexNotation::dimOf).filter(d -> !d.isKnown()).toList();
    if (varying.size() > 1) {
      throw Mistake.of(
          Code.T218,
          span,
          "a position is a sum of two indices over lengths that vary: `"
              + varying.get(0)
              + "` and `"
              + varying.get(1)
              + "`",
          "one of the indices goes over a fixed number of positions: `u < 3`");
    }
    return Shaping.window(
        node,
        axis,
        start,
        List.copyOf(steps.values()),
        steps.keySet().stream().map(IndexNotation::dimOf).toList(),
        span);
  }

  private static Mistake tooLong(Typed node, int at, Dim wanted, Span span) {
    Dim axis = node.type().axes().get(at);
    boolean library = Sites.inLibrary(span);
    return Mistake.of(
            Code.T206,
            span,
            (library ? "a window" : "`" + span.text().strip() + "`")
                + " needs an axis of at least "
                + wanted
                + ", and this one is "
                + axis.described(),
            (axis.isKnown() ? "take a window of at most " + axis.value() : "take a smaller window")
                + ", or "
                + (library ? "a `pad`" : "put numbers around the axis with `pad_axis`"))
        .showing(node);
  }
}
