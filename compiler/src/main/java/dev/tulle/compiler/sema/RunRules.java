package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.NearNames;
import dev.tulle.compiler.ir.DataSource;
import dev.tulle.compiler.ir.Recipe;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Expression;
import dev.tulle.compiler.syntax.Name;
import dev.tulle.compiler.syntax.RecipeRule;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules `validate` and `stop`. */
final class RunRules {
  private static final int MOST_FOLDS = 10_000;

  private final Evaluator evaluator;

  RunRules(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  /**
   * Where validation rows come from.
   *
   * @param data null where they have a mistake
   */
  Recipe.Validation validation(RecipeRule.@Nullable Setting setting, @Nullable DataSource data) {
    if (setting == null) {
      return new Recipe.Validation.OfSplit();
    }
    if (data != null && data.format() == DataSource.Format.TEXT) {
      TextWindows.checkValidation(setting.value());
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
        evaluator.calls().given(call.arguments()),
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
   * @param measures what can be watched
   */
  Recipe.@Nullable Early stop(RecipeRule.@Nullable Setting setting, Measures measures) {
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
    measures.check(set.name(), set.span(), measured.member(), measured.span());
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
            patience = Coerce.count(evaluator.evaluate(value), value.span(), "`patience`");
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
}
