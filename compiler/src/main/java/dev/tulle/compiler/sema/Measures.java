package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.NearNames;
import dev.tulle.compiler.ir.DataSource;
import dev.tulle.compiler.ir.Recipe;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.Name;
import dev.tulle.compiler.syntax.RecipeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a recipe can watch: losses and metrics, of the rows that train or validate. */
final class Measures {
  private static final List<String> SETS = List.of("valid", "train");

  private final NetElaborator net;
  private final RecipeRule.@Nullable Setting metricsRule;
  private final List<TypedNet.Metric> metrics;
  private final @Nullable DataSource data;
  private final Recipe.@Nullable Validation validation;
  private final List<Recipe.Plateau> plateaus = new ArrayList<>();

  /**
   * @param data null where a mistake in them was reported
   * @param validation likewise
   */
  Measures(
      NetElaborator net,
      RecipeRule.@Nullable Setting metricsRule,
      List<TypedNet.Metric> metrics,
      @Nullable DataSource data,
      Recipe.@Nullable Validation validation) {
    this.net = net;
    this.metricsRule = metricsRule;
    this.metrics = metrics;
    this.data = data;
    this.validation = validation;
  }

  /** What {@code valid.fit} stands for in a recipe, or null where the name is none of a set. */
  Value.@Nullable Measure measure(Expression.Reference set, Name measure, Span span) {
    if (!SETS.contains(set.name()) && !set.name().equals("test")) {
      return null;
    }
    check(set.name(), set.span(), measure, span);
    return new Value.Measure(set.name(), measure.text());
  }

  /** The number of a plateau; the same one is watched once. */
  int number(Recipe.Plateau plateau) {
    if (!plateaus.contains(plateau)) {
      plateaus.add(plateau);
    }
    return plateaus.indexOf(plateau);
  }

  /** What schedules wait for, so far. */
  List<Recipe.Plateau> plateaus() {
    return plateaus;
  }

  /** Refuses what has no value at the end of an epoch. */
  void check(String set, Span setSpan, Name measure, Span span) {
    if (!SETS.contains(set)) {
      throw Mistake.of(
          Code.R404,
          setSpan,
          "a run watches `valid` or `train`, and this is `" + set + "`",
          set.equals("test")
              ? "test rows are looked at once, at the end: watch `valid`"
              : "`valid." + measure + "`");
    }
    boolean rows =
        !(validation instanceof Recipe.Validation.OfSplit)
            || data != null && data.split() != null && data.split().valid() > 0;
    if (set.equals("valid") && !rows) {
      throw Mistake.of(
          Code.R402,
          span,
          "no validation rows are declared, so `" + span.text() + "` has no value",
          "add `validate = holdout(0.1)`");
    }
    var measures = new ArrayList<String>();
    net.losses().forEach(l -> measures.add(l.name()));
    metrics.forEach(m -> measures.add(m.name()));
    measures.add("loss");
    if (net.evaluator().context().broken() && written().contains(measure.text())) {
      return;
    }
    if (!measures.contains(measure.text())) {
      throw Mistake.of(
          Code.R404,
          measure.span(),
          "neither a loss nor a metric is called `" + measure + "`",
          NearNames.nearest(measure.text(), measures)
              .map(n -> "a similar name is `" + n + "`")
              .orElse("there are " + String.join(", ", measures)));
    }
  }

  /** Names that the text gives to losses and metrics, whether or not they could be made. */
  private Set<String> written() {
    Set<String> names = net.declared();
    if (metricsRule != null) {
      SyntaxWalk.walk(
          metricsRule.value(),
          e -> {
            if (e instanceof Expression.Reference reference) {
              names.add(reference.name());
            } else if (e instanceof Expression.Labelled labelled) {
              names.add(labelled.label().text());
            }
          });
    }
    return names;
  }
}
