package dev.tulle.training.loop;

import dev.tulle.runtime.TrainingNet;
import dev.tulle.runtime.recipe.Recipe;
import dev.tulle.training.report.Figures;
import dev.tulle.training.report.Measure;
import dev.tulle.training.report.TrainingEvent;
import java.util.Optional;

/** Watches one measure, keeps the weights of its best epoch, and says when patience is over. */
final class EarlyStopping {
  private final TrainingNet net;
  private final Recipe.Early rule;
  private final Measure measure;
  private final float[] bestWeights;
  private double bestValue = Double.NaN;
  private int bestEpoch;

  private EarlyStopping(TrainingNet net, Recipe.Early rule) {
    this.net = net;
    this.rule = rule;
    measure = Watched.measure("`early`", rule.measure(), net);
    bestWeights = new float[rule.restoreBest() ? net.weights.length : 0];
  }

  /**
   * What a recipe says; without such a rule, the loss of the validation rows is watched and nothing
   * ends.
   */
  static Optional<EarlyStopping> of(TrainingNet net, Recipe recipe, boolean validation) {
    if (recipe.stop().isPresent()) {
      return Optional.of(new EarlyStopping(net, recipe.stop().get()));
    }
    Recipe.Early never = new Recipe.Early("valid", Measure.LOSS, Integer.MAX_VALUE, false);
    return validation ? Optional.of(new EarlyStopping(net, never)) : Optional.empty();
  }

  /** Whether it watches the training rows rather than the validation rows. */
  boolean watchesTraining() {
    return rule.set().equals("train");
  }

  /** Takes the figures of an epoch's end. */
  TrainingEvent.Watched observe(Figures figures, int epoch) {
    double value = measure.of(figures);
    boolean better = measure.isBetter(value, bestValue);
    if (better) {
      bestValue = value;
      bestEpoch = epoch;
      System.arraycopy(net.weights, 0, bestWeights, 0, bestWeights.length);
    }
    return new TrainingEvent.Watched(measure, value, better);
  }

  /** Whether the last {@code patience} epochs brought nothing better. */
  boolean isOver(int epoch) {
    return epoch - bestEpoch >= rule.patience();
  }

  /** Puts the best epoch's weights back, if the rule says so. @return whether it did */
  boolean restore() {
    System.arraycopy(bestWeights, 0, net.weights, 0, bestWeights.length);
    return rule.restoreBest();
  }

  int bestEpoch() {
    return bestEpoch;
  }
}
