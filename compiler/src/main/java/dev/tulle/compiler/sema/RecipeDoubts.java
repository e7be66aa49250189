package dev.tulle.compiler.sema;

import dev.tulle.compiler.diag.Code;
import dev.tulle.compiler.diag.Diagnostic;
import dev.tulle.compiler.ir.Recipe;
import dev.tulle.compiler.source.Span;
import dev.tulle.compiler.syntax.RecipeRule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Warns of what a recipe can do and hardly means to. */
final class RecipeDoubts {
  private final Recipe recipe;
  private final NetContext context;

  RecipeDoubts(Recipe recipe, NetContext context) {
    this.recipe = recipe;
    this.context = context;
  }

  /** Warns of schedules of which a part never comes, since the run is over before. */
  void checkSchedules() {
    for (Value.Schedule schedule : context.schedules()) {
      var end = new Recipe.Moment(0, 0);
      for (Value.Schedule.Stretch stretch : schedule.stretches()) {
        Recipe.Moment length = Schedules.duration(stretch);
        end = length == null ? end : end.plus(length);
        boolean inEpochs = recipe.epochs() > 0;
        double lasts = inEpochs ? end.epochs() : end.steps();
        int run = inEpochs ? recipe.epochs() : recipe.steps();
        if (lasts > run) {
          boolean only = schedule.stretches().size() == 1;
          warnOfSchedule(stretch.span(), only, inEpochs ? "epochs" : "steps", lasts, run);
          break;
        }
      }
    }
  }

  private void warnOfSchedule(Span stretch, boolean only, String unit, double lasts, int run) {
    context
        .sink()
        .report(
            Diagnostic.warning(
                Code.R405,
                stretch,
                "the schedule lasts %s %s%s, and the run has %d: what is left never comes"
                    .formatted(
                        Coerce.plain(lasts),
                        unit,
                        only ? "" : " up to the end of this stretch",
                        run),
                "shorten it, or set `%s = %s` in the recipe; a last stretch without a length takes the rest of the run"
                    .formatted(unit, Coerce.plain(Math.ceil(lasts)))));
  }

  /**
   * Warns where layers take statistics of the rows of a batch, and there is one row.
   *
   * @param rule what sets the size of a batch; null where nothing does
   */
  void checkBatch(RecipeRule.@Nullable Setting rule, List<TypedNet.Loss> losses) {
    if (recipe.batch() > 1 || rule == null) {
      return;
    }
    Typed statistic = statistic(losses);
    if (statistic == null) {
      return;
    }
    boolean emptied = Sites.inLibrary(statistic.span()) && positions(statistic).most() == 1;
    Diagnostic diagnostic =
        Diagnostic.warning(
            Code.R406,
            rule.value().span(),
            "a layer takes statistics of the rows of a batch, and a batch is 1 row"
                + (emptied ? ": each number is its own mean, and nothing of it is left" : ""),
            "set `batch = 32`, or take `LayerNorm`, which looks at each row by itself");
    context.sink().report(diagnostic.withRelated(statistic.site(), "this layer"));
  }

  /** A mean over the batch that losses depend on and a state follows; null without one. */
  private @Nullable Typed statistic(List<TypedNet.Loss> losses) {
    Set<Typed> trained = new HashSet<>();
    losses.forEach(loss -> trained.addAll(TypedWalk.reachable(loss.value())));
    for (NetContext.Stored stored : context.stored()) {
      Typed updated = context.updates().get(stored.path());
      if (updated != null) {
        for (Typed node : TypedWalk.reachable(updated)) {
          if (node.form() instanceof Typed.Form.BatchSum && trained.contains(node)) {
            return node;
          }
        }
      }
    }
    return null;
  }

  /** Of how many values of a row a statistic is the mean. */
  private static Dim positions(Typed statistic) {
    TensorType of = ((Typed.Form.BatchSum) statistic.form()).of().type();
    return of.axes().subList(0, Math.max(0, of.rank() - 1)).stream().reduce(Dim.of(1), Dim::times);
  }
}
