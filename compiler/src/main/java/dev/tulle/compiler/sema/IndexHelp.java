package dev.tulle.compiler.sema;

import dev.tulle.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.List;

/** Bounds that would say how far indices go which no axis says alone. */
final class IndexHelp {
  private IndexHelp() {}

  /**
   * Keeps for each index in a position that is no index alone, and that nothing binds so far, the
   * bound that would.
   *
   * @param tensor what the text calls the tensor
   * @param axis the axis that the position is along
   */
  static void note(String tensor, Typed node, int axis, Expression position, Evaluator evaluator) {
    var open = new ArrayList<IndexVariable>();
    collect(position, evaluator, open);
    if (open.size() > 1 && WindowPosition.of(position, evaluator) != null) {
      String last = open.get(open.size() - 1).name();
      String first = open.get(0).name();
      open.forEach(
          v ->
              v.help(
                  "say how far `%s` goes, such as `%s < 3`: the axis of `%s` says then how far `%s` does"
                      .formatted(last, last, tensor, first)));
      return;
    }
    String size = size(node.type().axes().get(axis), evaluator.scope());
    open.forEach(
        v ->
            v.help(
                "say how far it goes: `%s < %s` is as far as the axis of `%s`"
                    .formatted(v.name(), size, tensor)));
  }

  private static void collect(
      Expression expression, Evaluator evaluator, List<IndexVariable> open) {
    if (expression instanceof Expression.Reference name) {
      IndexVariable variable = evaluator.indices().find(name.name());
      if (variable != null && variable.dim() == null && !open.contains(variable)) {
        open.add(variable);
      }
    } else if (expression instanceof Expression.Binary binary) {
      collect(binary.left(), evaluator, open);
      collect(binary.right(), evaluator, open);
    } else if (expression instanceof Expression.Unary unary) {
      collect(unary.operand(), evaluator, open);
    } else if (expression instanceof Expression.Call call) {
      call.arguments().forEach(a -> collect(a.value(), evaluator, open));
    }
  }

  /** A size as the text there can write it: in a block by the name that its pattern has for it. */
  private static String size(Dim dim, Scope scope) {
    return scope.declared().stream()
        .filter(name -> scope.fixed(name) != null && Value.size(dim).equals(scope.peek(name)))
        .findFirst()
        .orElse(dim.name());
  }
}
