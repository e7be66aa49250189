package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.RecipeRule;
import dev.tulle.compiler.syntax.Statement;
import java.util.ArrayList;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rule `average`: an optimizer's text whose first input is called `average` follows the
 * weights, its second input, from update to update. The averages lie among the optimizer's
 * memories.
 */
final class Averages {
  private static final String INPUT = "average";

  private final NetContext context;
  private final Value.Applied applied;
  private final Span span;

  private Averages(NetContext context, Value.Applied applied, Span span) {
    this.context = context;
    this.applied = applied;
    this.span = span;
  }

  /** What the rule says, or null where there is none. */
  static @Nullable Averages rule(RecipeRule.@Nullable Setting setting, Evaluator evaluator) {
    if (setting == null) {
      return null;
    }
    Expression written = setting.value();
    var kind = new OptimizerKind("average", "what averages weights", "Ema(memory = 0.999)", true);
    Value.Applied applied = kind.of(written, evaluator);
    if (!isAverage(applied)) {
      throw Mistake.of(
          Code.R404,
          written.span(),
          "`" + OptimizerKind.name(applied) + "` moves weights and does not average them",
          "such as `average = Ema(memory = 0.999)`; an optimizer of your own averages where its"
              + " first input is called `average`");
    }
    return new Averages(evaluator.context(), applied, written.span());
  }

  /** Whether an optimizer follows weights instead of moving them. */
  static boolean isAverage(Value.Applied applied) {
    return isAverage(applied.callable());
  }

  static boolean isAverage(Value.Callable callable) {
    return callable.declaration() instanceof Declaration.Definition definition
        && definition.body() instanceof Declaration.Body.Statements body
        && body.statements().stream()
            .filter(Statement.Port.class::isInstance)
            .map(Statement.Port.class::cast)
            .findFirst()
            .filter(port -> port.name().text().equals(INPUT))
            .isPresent();
  }

  private String prefix() {
    return OptimizerKind.name(applied) + ".";
  }

  /** The name of the slots that hold averages. */
  String slot() {
    return prefix() + INPUT;
  }

  /** The step of a parameter, with its average behind it. */
  TypedNet.Step of(TypedNet.Step step, TypedNet.Stored parameter) {
    Typed average =
        new Typed(
                new Typed.Form.Leaf(Typed.Place.SLOT, slot() + ":" + parameter.path()),
                parameter.leaf().type(),
                span)
            .named(INPUT);
    var followed =
        new TypedNet.Stored(parameter.path(), average, parameter.leaf(), false, parameter.span());
    TypedNet.Step moved =
        new Optimizers(context, applied, prefix(), span).step(followed, step.updated(), Map.of());
    var slots = new ArrayList<>(step.slots());
    slots.add(new TypedNet.Slot(slot(), average, parameter.leaf(), moved.updated()));
    slots.addAll(moved.slots());
    return new TypedNet.Step(step.path(), step.updated(), slots);
  }
}
