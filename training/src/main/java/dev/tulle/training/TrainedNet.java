package dev.tulle.training;

import dev.tulle.runtime.Model;
import dev.tulle.runtime.Weights;
import dev.tulle.training.report.RunReport;

/**
 * The result of a training.
 *
 * @param model the serving class with the trained weights
 * @param report the closing figures
 */
public record TrainedNet(Model model, RunReport report) {
  /** The weights, with the net's name, its edition and the fitted fields as metadata. */
  public Weights weights() {
    return model.weights();
  }

  /**
   * The generated serving class with the trained weights.
   *
   * @param type such as {@code Digits.class}
   * @throws IllegalArgumentException where the training was of another net
   */
  public <M extends Model> M model(Class<M> type) {
    if (!type.isInstance(model)) {
      throw new IllegalArgumentException(
          "the training of `"
              + model.name()
              + "` gives a "
              + model.getClass().getName()
              + ", not a "
              + type.getName());
    }
    return type.cast(model);
  }
}
