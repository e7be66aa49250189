package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.NearNames;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.RecipeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rule `optimizer`, with what groups and freezes make of it. */
final class OptimizerRule {
  private final Declaration.Train train;
  private final RecipeSettings settings;
  private final Evaluator evaluator;

  OptimizerRule(Declaration.Train train, RecipeSettings settings, Evaluator evaluator) {
    this.train = train;
    this.settings = settings;
    this.evaluator = evaluator;
  }

  /**
   * How each trained parameter moves.
   *
   * @param whole whether the net has all of its parameters; patterns cannot be judged without
   * @param clipping null where the rule is mistaken
   * @return null where the net is not whole
   */
  @Nullable List<TypedNet.Step> steps(boolean whole, @Nullable Clipping clipping) {
    RecipeRule.Setting setting = settings.get("optimizer");
    if (setting == null && settings.isMisspelt("optimizer")) {
      throw Mistake.reported();
    }
    if (setting == null) {
      throw Mistake.of(
          Code.R403,
          train.name().span(),
          "the recipe has no optimizer",
          "add a line such as `optimizer = Adam(lr = 1e-3)`");
    }
    Span span = setting.value().span();
    Value.Applied applied = applied(setting.value());
    if (!whole) {
      return null;
    }
    var groups = new ParameterGroups(train, applied, evaluator);
    Set<String> frozen = groups.frozen();
    var optimizers = new Optimizers(evaluator.context(), applied, span);
    var steps = new ArrayList<TypedNet.Step>();
    for (NetContext.Stored stored : evaluator.context().stored()) {
      if (stored.state() || frozen.contains(stored.path())) {
        continue;
      }
      var parameter =
          new TypedNet.Stored(stored.path(), stored.leaf(), stored.initial(), false, stored.span());
      steps.add(
          optimizers.step(
              parameter,
              clipping == null ? Clipping.raw(parameter, span) : clipping.gradient(parameter, span),
              groups.overrides(stored.path())));
    }
    return steps;
  }

  private Value.Applied applied(Expression written) {
    checkName(written);
    Value value = evaluator.evaluate(written);
    if (value instanceof Value.Callable callable) {
      value = new Value.Applied(callable, Map.of(), Map.of());
    }
    if (value instanceof Value.Applied applied && applied.kind().equals("an optimizer")) {
      return applied;
    }
    throw Mistake.of(
        Code.R404,
        written.span(),
        "an optimizer is wanted here, and this is " + value.kind(),
        help(value));
  }

  private String help(Value value) {
    String near =
        value instanceof Value.Text text
            ? NearNames.nearest(text.value(), optimizers()).orElse("Adam")
            : "Adam";
    return "such as `" + near + "(lr = 1e-3)`";
  }

  private List<String> optimizers() {
    Scope scope = evaluator.scope();
    return scope.visibleNames().stream()
        .filter(n -> scope.peek(n) instanceof Value.Callable c && c.kind().equals("an optimizer"))
        .sorted()
        .toList();
  }

  /** A misspelt optimizer is not looked for among blocks. */
  private void checkName(Expression written) {
    Expression called = written instanceof Expression.Call call ? call.callee() : written;
    Scope scope = evaluator.scope();
    if (called instanceof Expression.Reference name && scope.find(name.name()) == null) {
      throw Mistake.of(
          Code.N101,
          name.span(),
          "there is no optimizer `" + name.name() + "`",
          NearNames.advice(name.name(), optimizers()));
    }
  }
}
