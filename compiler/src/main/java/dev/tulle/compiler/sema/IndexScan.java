package dev.tulle.compiler.sema;

import dev.tulle.compiler.syntax.Axis;
import dev.tulle.compiler.syntax.Expression;
import java.util.List;
import java.util.Objects;

/**
 * Finds what indices span before an expression is evaluated, since an index may be used as a number
 * ({@code k == label}) to the left of the axis that fixes it.
 */
final class IndexScan {
  private IndexScan() {}

  /** Binds the spans of indices at every `tensor[…]` inside whose tensor has no brackets itself. */
  static void scan(Expression expression, Evaluator evaluator) {
    scan(expression, evaluator, false);
    scan(expression, evaluator, true);
  }

  /**
   * @param windows whether positions that are sums of indices count: they can tell what one index
   *     spans when the others are known
   */
  private static void scan(Expression expression, Evaluator evaluator, boolean windows) {
    if (expression instanceof Expression.Index index) {
      if (index.of() instanceof Expression.Reference || index.of() instanceof Expression.Member) {
        Value of = evaluator.evaluate(index.of());
        if (of instanceof Value.Tensor tensor) {
          bind(index, tensor.node(), evaluator, windows);
        }
        return;
      }
      scan(index.of(), evaluator, windows);
    } else if (expression instanceof Expression.Call call
        && call.callee() instanceof Expression.Index binder) {
      var inner = evaluator.indices().within();
      binder.axes().stream()
          .map(IndexBinder::of)
          .filter(Objects::nonNull)
          .forEach(b -> b.bind(inner, evaluator));
      call.arguments().forEach(a -> scan(a.value(), evaluator.with(inner)));
    } else if (expression instanceof Expression.Call call) {
      call.arguments().forEach(a -> scan(a.value(), evaluator, windows));
    } else if (expression instanceof Expression.Binary binary) {
      scan(binary.left(), evaluator, windows);
      scan(binary.right(), evaluator, windows);
    } else if (expression instanceof Expression.Unary unary) {
      scan(unary.operand(), evaluator, windows);
    } else if (expression instanceof Expression.Conditional conditional) {
      scan(conditional.condition(), evaluator, windows);
      // A branch that the compiler leaves out may name a parameter that must not come to exist.
      if (constant(conditional.condition(), evaluator) instanceof Value.Truth truth) {
        scan(truth.value() ? conditional.then() : conditional.otherwise(), evaluator, windows);
      } else {
        scan(conditional.then(), evaluator, windows);
        scan(conditional.otherwise(), evaluator, windows);
      }
    }
  }

  private static Value constant(Expression condition, Evaluator evaluator) {
    return mentionsIndex(condition, evaluator) ? new Value.Hole() : evaluator.evaluate(condition);
  }

  private static boolean mentionsIndex(Expression expression, Evaluator evaluator) {
    if (expression instanceof Expression.Reference name) {
      return evaluator.indices().find(name.name()) != null;
    } else if (expression instanceof Expression.Binary binary) {
      return mentionsIndex(binary.left(), evaluator) || mentionsIndex(binary.right(), evaluator);
    } else if (expression instanceof Expression.Unary unary) {
      return mentionsIndex(unary.operand(), evaluator);
    }
    return expression instanceof Expression.Index
        || expression instanceof Expression.Call
        || expression instanceof Expression.Conditional
        || expression instanceof Expression.Pipe;
  }

  /**
   * Only binds what is sound; {@link Indexing} reports everything else when the expression is
   * evaluated.
   */
  private static void bind(
      Expression.Index index, Typed node, Evaluator evaluator, boolean windows) {
    List<Axis> axes = index.axes();
    int rests = (int) axes.stream().filter(Axis.Rest.class::isInstance).count();
    int covered = rests == 0 ? 0 : node.type().rank() - (axes.size() - rests);
    if (rests > 1 || covered < 0 || rests == 0 && axes.size() != node.type().rank()) {
      return;
    }
    int position = 0;
    for (Axis axis : axes) {
      if (axis instanceof Axis.Rest) {
        List<IndexVariable> rest = evaluator.indices().rest(covered, axis.span());
        for (int i = 0; i < covered && rest.size() == covered; i++) {
          Dim dim = node.type().axes().get(position + i);
          if (rest.get(i).dim() == null) {
            rest.get(i).span(dim, new IndexVariable.Use(axis.span(), node));
          }
        }
        position += covered;
      } else {
        if (((Axis.Of) axis).value() instanceof Expression.Reference name) {
          IndexVariable variable = evaluator.indices().find(name.name());
          if (variable != null && variable.dim() == null) {
            variable.span(
                node.type().axes().get(position), new IndexVariable.Use(name.span(), node));
          }
        } else if (windows) {
          Expression expression = ((Axis.Of) axis).value();
          WindowPosition window = WindowPosition.of(expression, evaluator);
          if (window != null) {
            window.findSpan(node, position, expression.span());
          }
          IndexHelp.note(index.of().span().text(), node, position, expression, evaluator);
        }
        position++;
      }
    }
  }
}
