package dev.tulle.compiler.sema;

import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.Expression.BinaryOperator;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;

/** Says what a `check` that fails asks for, and what to give it. */
final class CheckHelp {
  private final Evaluator evaluator;

  CheckHelp(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  /** The choices that a text is none of, or else the condition with what it found. */
  String of(Expression condition) {
    String choices = choices(condition);
    if (!choices.isEmpty()) {
      return choices;
    }
    var found = new LinkedHashSet<String>();
    SyntaxWalk.walk(
        condition,
        e -> {
          if (e instanceof Expression.Reference name) {
            Value value = evaluator.scope().find(name.name());
            if (value instanceof Value.Number number) {
              found.add("`" + name.name() + "` is " + Coerce.plain(number.value()));
            } else if (value instanceof Value.Tensor tensor) {
              found.add("`" + name.name() + "` is " + tensor.node().type());
            }
          }
        });
    String asked = "`" + condition.span().text() + "` is asked for";
    return (found.isEmpty() ? asked : asked + ", and " + String.join(", ", found))
        + divisors(condition)
        + single(condition);
  }

  /** The names that a text is compared with, as in {@code pad == same}. */
  private String choices(Expression condition) {
    var names = new ArrayList<String>();
    var texts = new LinkedHashSet<String>();
    SyntaxWalk.walk(
        condition,
        e -> {
          if (e instanceof Expression.Binary equal
              && equal.operator() == BinaryOperator.EQUAL
              && equal.left() instanceof Expression.Reference given
              && equal.right() instanceof Expression.Reference name
              && evaluator.scope().find(given.name()) instanceof Value.Text text) {
            names.add("`" + name.name() + "`");
            texts.add("\"" + text.value() + "\"");
          }
        });
    return names.isEmpty()
        ? ""
        : "take " + String.join(" or ", names) + " instead of " + String.join(", ", texts);
  }

  /** The numbers to take instead, where one number must divide another. */
  private String divisors(Expression condition) {
    return condition instanceof Expression.Binary equal
            && equal.operator() == BinaryOperator.EQUAL
            && equal.left() instanceof Expression.Binary rest
            && rest.operator() == BinaryOperator.MODULO
            && rest.right() instanceof Expression.Reference
            && evaluator.evaluate(rest.left()) instanceof Value.Number of
            && evaluator.evaluate(rest.right()) instanceof Value.Number by
            && isSize(of)
            && isSize(by)
        ? ": " + ValueHelp.divisorsNear((long) of.value(), (long) by.value())
        : "";
  }

  private static boolean isSize(Value.Number number) {
    return number.dim() != null && number.value() >= 1;
  }

  /** How a tensor of one number becomes the number, where it has an axis too many. */
  private String single(Expression condition) {
    var single = new StringBuilder();
    SyntaxWalk.walk(
        condition,
        e -> {
          if (e instanceof Expression.Binary equal && equal.operator() == BinaryOperator.EQUAL) {
            Typed more = tensorOfRank(equal.left());
            Typed fewer = tensorOfRank(equal.right());
            if (more != null && fewer != null && fewer.type().rank() == 0 && isOfOne(more)) {
              single.append(": `" + more.hint() + "[0]` is the number in it");
            }
          }
        });
    return single.toString();
  }

  private static boolean isOfOne(Typed node) {
    return node.type().rank() == 1
        && node.type().last().sameSize(Dim.of(1))
        && !node.hint().isEmpty();
  }

  /** What a call of `rank` asks the axes of, or null. */
  private @Nullable Typed tensorOfRank(Expression expression) {
    return expression instanceof Expression.Call call
            && call.callee() instanceof Expression.Reference callee
            && callee.name().equals("rank")
            && call.arguments().get(0).value() instanceof Expression.Reference name
            && evaluator.scope().find(name.name()) instanceof Value.Tensor tensor
        ? tensor.node()
        : null;
  }
}
