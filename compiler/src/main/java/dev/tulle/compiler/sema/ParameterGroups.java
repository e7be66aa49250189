package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.syntax.Declaration;
import dev.tulle.compiler.syntax.RecipeRule;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What groups and freezes say of parameters. */
final class ParameterGroups {
  private final Map<String, Map<String, Arguments.Given>> overrides = new LinkedHashMap<>();
  private final Set<String> frozen = new LinkedHashSet<>();

  ParameterGroups(Declaration.Train train, Value.Applied optimizer, Evaluator evaluator) {
    NetContext context = evaluator.context();
    Set<String> paths = new LinkedHashSet<>();
    context.stored().stream().filter(s -> !s.state()).forEach(s -> paths.add(s.path()));
    var definition = (Declaration.Definition) optimizer.callable().declaration();
    for (RecipeRule rule : train.rules()) {
      try {
        if (rule instanceof RecipeRule.Freeze freeze) {
          frozen.addAll(Globs.match(freeze.patterns(), paths));
        } else if (rule instanceof RecipeRule.Group group) {
          Set<String> matched = Globs.match(group.patterns(), paths);
          var seen = new HashSet<String>();
          for (RecipeRule.Setting setting : group.settings()) {
            String name = setting.name().text();
            if (!seen.add(name)) {
              throw Mistake.of(
                  Code.R403,
                  setting.name().span(),
                  "`" + name + "` is set twice",
                  "leave one of them out");
            }
            var given =
                new Arguments.Given(
                    name,
                    evaluator.evaluate(setting.value()),
                    setting.value().span(),
                    setting.name().span());
            Parameters.match(
                definition, optimizer.callable().module(), List.of(given), given.nameSpan());
            matched.forEach(
                p -> overrides.computeIfAbsent(p, k -> new LinkedHashMap<>()).put(name, given));
          }
        }
      } catch (Mistake mistake) {
        context.report(mistake);
      }
    }
  }

  Map<String, Arguments.Given> overrides(String path) {
    return overrides.getOrDefault(path, Map.of());
  }

  Set<String> frozen() {
    return new HashSet<>(frozen);
  }

  /** What to report where the freezes leave no parameter. */
  static Mistake nothingTrains(Declaration.Train train) {
    List<RecipeRule> freezes =
        train.rules().stream().filter(RecipeRule.Freeze.class::isInstance).toList();
    return Mistake.of(
        Code.R404,
        freezes.get(freezes.size() - 1).span(),
        "every parameter of the net is frozen, so there is nothing to train",
        "leave a parameter out: `freeze \"body.**\"` freezes those of one part");
  }
}
