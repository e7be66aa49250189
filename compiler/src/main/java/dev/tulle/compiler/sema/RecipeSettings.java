package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.NearNames;
import dev.tulle.compiler.ir.Recipe;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.RecipeRule;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of a recipe by name; unknown ones and those that are set twice are reported. */
final class RecipeSettings {
  private final Evaluator evaluator;
  private final Map<String, RecipeRule.Setting> settings = new LinkedHashMap<>();

  /** Rules that the recipe has under another name, so that they are not missing. */
  private final Set<String> misspelt = new HashSet<>();

  RecipeSettings(Declaration.Train train, Evaluator evaluator) {
    this.evaluator = evaluator;
    train.rules().forEach(this::collect);
  }

  private void collect(RecipeRule rule) {
    if (!(rule instanceof RecipeRule.Setting setting)) {
      return;
    }
    String name = setting.name().text();
    if (!Recipe.RULES.contains(name)) {
      NearNames.nearest(name, Recipe.RULES).ifPresent(misspelt::add);
      report(
          setting,
          "a recipe has no rule `" + name + "`",
          NearNames.nearest(name, Recipe.RULES)
              .map(n -> "a similar name is `" + n + "`")
              .orElse("there are " + String.join(", ", Recipe.RULES) + ", group and freeze"));
    } else if (settings.putIfAbsent(name, setting) != null) {
      report(setting, "`" + name + "` is set twice", "leave one of them out");
    }
  }

  private void report(RecipeRule.Setting setting, String message, String help) {
    evaluator.context().report(Mistake.of(Code.R403, setting.name().span(), message, help));
  }

  RecipeRule.@Nullable Setting get(String rule) {
    return settings.get(rule);
  }

  boolean has(String rule) {
    return settings.containsKey(rule);
  }

  boolean isMisspelt(String rule) {
    return misspelt.contains(rule);
  }

  /** Whether each rule has a name that is known. */
  boolean areSpeltWell() {
    return misspelt.isEmpty();
  }

  /** The whole number above 0 that a rule says. */
  int count(String rule, int otherwise) {
    RecipeRule.Setting setting = settings.get(rule);
    if (setting == null) {
      return otherwise;
    }
    Span span = setting.value().span();
    return Coerce.count(evaluator.evaluate(setting.value()), span, "`" + rule + "`");
  }

  long seed() {
    RecipeRule.Setting setting = settings.get("seed");
    if (setting == null) {
      return 1;
    }
    Span span = setting.value().span();
    return Coerce.seed(evaluator.evaluate(setting.value()), span);
  }
}
