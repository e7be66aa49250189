package dev.tulle.training.loop;

import dev.tulle.runtime.TrainingNet;
import dev.tulle.runtime.recipe.Recipe;
import dev.tulle.training.data.DataException;
import dev.tulle.training.report.Figures;
import java.util.List;

/** Watches one measure, keeps the weights of its best epoch, and says when patience is over. */
final class EarlyStopping {
  private final TrainingNet net;
  private final Recipe.Early rule;
  private final boolean higherIsBetter;
  private final float[] bestWeights;
  private double bestValue = Double.NaN;
  private int bestEpoch;

  EarlyStopping(TrainingNet net, Recipe.Early rule) {
    this.net = net;
    this.rule = rule;
    int metric = net.metrics().indexOf(rule.measure());
    List<String> losses = net.losses().subList(0, net.evaluatedLosses());
    boolean loss = rule.measure().equals("loss") || losses.contains(rule.measure());
    if (metric < 0 && !loss) {
      throw new DataException(
          "R402",
          "`early` watches `" + rule.measure() + "`, which is no loss or metric of the net",
          "the losses are " + losses + ", the metrics " + net.metrics());
    }
    higherIsBetter = !loss && net.higherIsBetter(metric);
    bestWeights = new float[rule.restoreBest() ? net.weights.length : 0];
  }

  /** Whether it watches the training rows rather than the validation rows. */
  boolean watchesTraining() {
    return rule.set().equals("train");
  }

  /** Takes the figures of an epoch's end. @return whether they are the best so far */
  boolean observe(Figures figures, int epoch) {
    double value = value(figures);
    boolean better =
        bestEpoch == 0
            || Double.isNaN(bestValue)
            || (higherIsBetter ? value > bestValue : value < bestValue);
    if (better) {
      bestValue = value;
      bestEpoch = epoch;
      System.arraycopy(net.weights, 0, bestWeights, 0, bestWeights.length);
    }
    return better;
  }

  private double value(Figures figures) {
    if (rule.measure().equals("loss")) {
      return figures.loss();
    }
    Double loss = figures.losses().get(rule.measure());
    return loss != null ? loss : figures.metrics().getOrDefault(rule.measure(), Double.NaN);
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
