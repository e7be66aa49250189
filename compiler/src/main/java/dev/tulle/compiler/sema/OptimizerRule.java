package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.ir.Recipe;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.RecipeRule;
import java.util.ArrayList;
import java.util.List;
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
   * How each trained parameter moves, and what keeps its average.
   *
   * @param whole whether the net has all of its parameters; patterns cannot be judged without
   * @param clip null where the rule is mistaken
   * @return null where the net is not whole
   */
  @Nullable List<TypedNet.Step> steps(
      boolean whole, Recipe.@Nullable Clip clip, @Nullable Averages averages) {
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
    var optimizers = new Optimizers(evaluator.context(), applied, "", span);
    var steps = new ArrayList<TypedNet.Step>();
    for (NetContext.Stored stored : evaluator.context().stored()) {
      if (stored.state() || frozen.contains(stored.path())) {
        continue;
      }
      var parameter =
          new TypedNet.Stored(stored.path(), stored.leaf(), stored.initial(), false, stored.span());
      Typed gradient = Clipping.gradient(parameter, clip == null ? Recipe.Clip.NONE : clip, span);
      TypedNet.Step step = optimizers.step(parameter, gradient, groups.overrides(stored.path()));
      steps.add(averages == null ? step : averages.of(step, parameter));
    }
    if (steps.isEmpty() && !frozen.isEmpty()) {
      throw ParameterGroups.nothingTrains(train);
    }
    return steps;
  }

  private Value.Applied applied(Expression written) {
    var kind = new OptimizerKind("optimizer", "an optimizer", "Adam(lr = 1e-3)", false);
    Value.Applied applied = kind.of(written, evaluator);
    if (Averages.isAverage(applied)) {
      throw Mistake.of(
          Code.R404,
          written.span(),
          "`" + OptimizerKind.name(applied) + "` averages weights that something else moves",
          "write `average = "
              + written.span().text().strip()
              + "` beside a line such as `optimizer = Adam(lr = 1e-3)`");
    }
    return applied;
  }
}
