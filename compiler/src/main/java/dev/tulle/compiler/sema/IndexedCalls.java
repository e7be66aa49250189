package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;

/** Calls of functions inside of index notation. */
final class IndexedCalls {
  private final Evaluator evaluator;

  IndexedCalls(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  /** A function works on aligned operands and keeps their axes, or reduces them all. */
  Value call(Value.Simple function, List<Arguments.Given> given, Span span, Span callee) {
    List<Value> values = given.stream().map(Arguments.Given::value).toList();
    List<Span> spans = given.stream().map(Arguments.Given::span).toList();
    var operands = new ArrayList<Integer>();
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) instanceof Value.Indexed || values.get(i) instanceof Value.Tensor) {
        operands.add(i);
      }
    }
    List<Value.Indexed> aligned =
        Elementwise.align(
            operands.stream().map(values::get).toList(),
            operands.stream().map(spans::get).toList());
    var plain = new ArrayList<Arguments.Given>(given);
    for (int i = 0; i < operands.size(); i++) {
      int at = operands.get(i);
      plain.set(at, given.get(at).with(new Value.Tensor(aligned.get(i).node())));
    }
    Value result = evaluator.calls().callFunction(function, plain, span, callee);
    if (result instanceof Value.Number || result instanceof Value.Length) {
      return result;
    }
    List<IndexVariable> axes =
        aligned.stream()
            .map(Value.Indexed::axes)
            .filter(a -> !a.isEmpty())
            .findFirst()
            .orElse(List.of());
    Typed node = Coerce.tensor(result, span);
    if (node.type().rank() == axes.size()) {
      return new Value.Indexed(node, axes);
    }
    List<IndexVariable> rest = evaluator.indices().knownRest();
    if (axes.isEmpty() || rest != null && rest.containsAll(axes)) {
      return result;
    }
    throw Mistake.of(
            Code.T208,
            span,
            "`"
                + callee.text().strip()
                + "` changes the axes of "
                + spans.get(0).text()
                + ", so its indices lose their meaning",
            "reduce by a name: `sum[k](…)`, or call the function in a `let` before")
        .showing(aligned.get(0).node());
  }
}
