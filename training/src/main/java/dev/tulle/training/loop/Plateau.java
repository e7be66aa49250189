package dev.tulle.training.loop;

import dev.tulle.runtime.TrainingNet;
import dev.tulle.runtime.recipe.Recipe;
import dev.tulle.training.report.Figures;
import dev.tulle.training.report.Measure;

/**
 * Counts the stalls of a measure: after more than {@code patience} epochs without a better value
 * there is one, and the count of epochs begins anew, once the cooldown is over. The rule is that of
 * PyTorch's {@code ReduceLROnPlateau} with a relative threshold.
 */
final class Plateau {
  private final Recipe.Plateau rule;
  private final Measure measure;
  private double best = Double.NaN;
  private int bad;
  private int cooling;
  private long stalls;

  Plateau(Recipe.Plateau rule, TrainingNet net) {
    this.rule = rule;
    measure = Watched.measure("a schedule", rule.measure(), net);
  }

  boolean watchesTraining() {
    return rule.set().equals("train");
  }

  /** Whether an epoch that ended after that many updates counts. */
  boolean covers(long updates, long epochSteps) {
    return updates > rule.begin().updates(epochSteps)
        && rule.end().map(end -> updates <= end.updates(epochSteps)).orElse(true);
  }

  /** Takes the figures of an epoch's end. @return the stalls so far */
  long observe(Figures figures) {
    double value = measure.of(figures);
    if (isBetter(value)) {
      best = value;
      bad = 0;
    } else {
      bad++;
    }
    if (cooling > 0) {
      cooling--;
      bad = 0;
    }
    if (bad > rule.patience()) {
      stalls++;
      cooling = rule.cooldown();
      bad = 0;
    }
    return stalls;
  }

  /** By more than a part of the best value; nothing is worse than what is no number. */
  private boolean isBetter(double value) {
    if (Double.isNaN(value) || Double.isNaN(best)) {
      return !Double.isNaN(value);
    }
    double margin = rule.threshold() * Math.abs(best);
    return measure.higherIsBetter() ? value > best + margin : value < best - margin;
  }
}
