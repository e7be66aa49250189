package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.ir.ScalarFunction;
import dev.tulle.compiler.source.Span;
import java.util.List;

/**
 * {@code weights[label]}: the element of a list that an index says. An index is known when the net
 * runs, so that each element is compared with it: lists are short.
 */
final class ListLookUp {
  private ListLookUp() {}

  /**
   * @param position an index below a dim, or the index of an axis: the list has as many elements
   */
  static Value at(Value.Sequence list, Value position, Span span) {
    int count = list.elements().size();
    long classes = classes(position, span);
    if (classes != count) {
      throw Mistake.of(
          Code.T209,
          span,
          "the list has " + count + " elements, and the index stays below " + classes,
          "give an element for each value of the index");
    }
    Value found = list.elements().get(count - 1);
    for (int i = count - 2; i >= 0; i--) {
      Value here = apply(ScalarFunction.EQUAL, span, position, Value.Number.of(i));
      found = apply(ScalarFunction.SELECT, span, here, list.elements().get(i), found);
    }
    return found;
  }

  private static long classes(Value position, Span span) {
    if (position instanceof Value.Indexed indexed
        && indexed.node().form() instanceof Typed.Form.Position) {
      return IndexNotation.dimOf(indexed.axes().get(0)).value();
    }
    Typed node =
        position instanceof Value.Indexed indexed ? indexed.node() : Coerce.tensor(position, span);
    if (node.type().element() instanceof TensorType.Element.Below below) {
      return below.dim().value();
    }
    throw Mistake.of(
        Code.T213,
        span,
        "a list is looked up by an index, and this is a tensor of numbers",
        "such as `weights[label]` for `target label: kind`");
  }

  private static Value apply(ScalarFunction function, Span span, Value... arguments) {
    List<Value> values = List.of(arguments);
    return Elementwise.apply(function, values, values.stream().map(v -> span).toList(), span);
  }
}
