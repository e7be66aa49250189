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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules `validate` and `stop`. */
final class RunRules {
  private static final int MOST_FOLDS = 10_000;

  private final NetElaborator net;
  private final RecipeRule.@Nullable Setting metricsRule;
  private final List<TypedNet.Metric> metrics;
  private final @Nullable DataSource data;

  RunRules(
      NetElaborator net,
      RecipeRule.@Nullable Setting metricsRule,
      List<TypedNet.Metric> metrics,
      @Nullable DataSource data) {
    this.metricsRule = metricsRule;
    this.net = net;
    this.metrics = metrics;
    this.data = data;
  }

  Recipe.Validation validation(RecipeRule.@Nullable Setting setting) {
    if (setting == null) {
      return new Recipe.Validation.OfSplit();
    }
    Span span = setting.value().span();
    if (setting.value() instanceof Expression.Call call
        && call.callee() instanceof Expression.Reference name) {
      if (name.name().equals("holdout")) {
        Map<String, Arguments.Given> given = match(call, "holdout", "fraction");
        double fraction = number(given, "fraction", Double.NaN);
        if (!(fraction > 0 && fraction < 1)) {
          throw Mistake.of(
              Code.R404, span, "the fraction held out lies between 0 and 1", "`holdout(0.1)`");
        }
        return new Recipe.Validation.Holdout(fraction, seed(given), truth(given, "stratify"));
      }
      if (name.name().equals("kfold")) {
        Map<String, Arguments.Given> given = match(call, "kfold", "folds");
        double folds = number(given, "folds", Double.NaN);
        if (!(folds >= 2 && folds == Math.rint(folds) && folds <= MOST_FOLDS)) {
          throw Mistake.of(
              Code.R404,
              span,
              "the number of folds is whole, from 2 to " + MOST_FOLDS,
              "`kfold(5)`");
        }
        return new Recipe.Validation.Folds((int) folds, seed(given), truth(given, "stratify"));
      }
    }
    String written =
        setting.value() instanceof Expression.Call call
                && call.callee() instanceof Expression.Reference name
            ? name.name()
            : span.text();
    throw Mistake.of(
        Code.R404,
        span,
        "validation rows come from `holdout(fraction)` or `kfold(folds)`",
        NearNames.nearest(written, List.of("holdout", "kfold"))
            .map(n -> "a similar name is `" + n + "`")
            .orElse("such as `validate = holdout(0.1)`"));
  }

  private Map<String, Arguments.Given> match(Expression.Call call, String name, String first) {
    return Arguments.match(
        name,
        List.of(first, "seed", "stratify"),
        List.of(),
        net.evaluator().calls().given(call.arguments()),
        call.span());
  }

  private static double number(Map<String, Arguments.Given> given, String name, double otherwise) {
    Arguments.Given argument = given.get(name);
    return argument == null ? otherwise : Coerce.number(argument.value(), argument.span());
  }

  private static long seed(Map<String, Arguments.Given> given) {
    Arguments.Given argument = given.get("seed");
    return argument == null ? 1 : Coerce.seed(argument.value(), argument.span());
  }

  private static boolean truth(Map<String, Arguments.Given> given, String name) {
    Arguments.Given argument = given.get(name);
    return argument != null && Coerce.truth(argument.value(), argument.span());
  }

  /**
   * @param validation null where a mistake in it was reported
   */
  Recipe.@Nullable Early stop(
      RecipeRule.@Nullable Setting setting, Recipe.@Nullable Validation validation) {
    if (setting == null) {
      return null;
    }
    Span span = setting.value().span();
    if (!(setting.value() instanceof Expression.Call call
        && call.callee() instanceof Expression.Reference name
        && name.name().equals("early")
        && !call.arguments().isEmpty()
        && call.arguments().get(0).value() instanceof Expression.Member measured
        && measured.of() instanceof Expression.Reference set)) {
      throw Mistake.of(
          Code.R404,
          span,
          "a run stops early by `early(set.measure, patience = epochs)`",
          "such as `early(valid.fit, patience = 6, restore = best)`");
    }
    checkSet(set, measured, validation);
    int patience = 5;
    boolean best = false;
    var seen = new HashSet<String>();
    for (Expression.Argument argument : call.arguments().subList(1, call.arguments().size())) {
      Name written = argument.name();
      String argumentName = written == null ? "" : written.text();
      Expression value = argument.value();
      if (written != null && !seen.add(argumentName)) {
        throw Mistake.of(
            Code.N108,
            written.span(),
            "`" + argumentName + "` of `early` is given twice",
            "give it once");
      }
      switch (argumentName) {
        case "patience" ->
            patience = Coerce.count(net.evaluator().evaluate(value), value.span(), "`patience`");
        case "restore" -> best = restore(value);
        default ->
            throw Mistake.of(
                Code.N102,
                written == null ? value.span() : written.span(),
                written == null
                    ? "`early` takes one measure; the rest of its arguments have names"
                    : "`early` does not take `" + argumentName + "`",
                NearNames.nearest(argumentName, List.of("patience", "restore"))
                    .map(n -> "did you mean `" + n + "`?")
                    .orElse("such as `early(valid.fit, patience = 6, restore = best)`"));
      }
    }
    return new Recipe.Early(set.name(), measured.member().text(), patience, best);
  }

  private static boolean restore(Expression value) {
    if (value instanceof Expression.Reference name
        && List.of("best", "last").contains(name.name())) {
      return name.name().equals("best");
    }
    throw Mistake.of(Code.R404, value.span(), "`restore` is `best` or `last`", "`restore = best`");
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

  private void checkSet(
      Expression.Reference set,
      Expression.Member measured,
      Recipe.@Nullable Validation validation) {
    if (!List.of("valid", "train").contains(set.name())) {
      throw Mistake.of(
          Code.R404,
          set.span(),
          "a run watches `valid` or `train`, and this is `" + set.name() + "`",
          set.name().equals("test")
              ? "test rows are looked at once, at the end: watch `valid`"
              : "`valid." + measured.member() + "`");
    }
    boolean rows =
        !(validation instanceof Recipe.Validation.OfSplit)
            || data != null && data.split() != null && data.split().valid() > 0;
    if (set.name().equals("valid") && !rows) {
      throw Mistake.of(
          Code.R402,
          measured.span(),
          "no validation rows are declared, so `" + measured.span().text() + "` has no value",
          "add `validate = holdout(0.1)`");
    }
    var measures = new ArrayList<String>();
    net.losses().forEach(l -> measures.add(l.name()));
    metrics.forEach(m -> measures.add(m.name()));
    measures.add("loss");
    if (net.evaluator().context().broken() && written().contains(measured.member().text())) {
      return;
    }
    if (!measures.contains(measured.member().text())) {
      throw Mistake.of(
          Code.R404,
          measured.member().span(),
          "neither a loss nor a metric is called `" + measured.member() + "`",
          NearNames.nearest(measured.member().text(), measures)
              .map(n -> "a similar name is `" + n + "`")
              .orElse("there are " + String.join(", ", measures)));
    }
  }
}
