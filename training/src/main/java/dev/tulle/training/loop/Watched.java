package dev.tulle.training.loop;

import dev.tulle.runtime.TrainingNet;
import dev.tulle.training.data.DataException;
import dev.tulle.training.report.Measure;
import java.util.List;

/** What early stopping and schedules watch. */
final class Watched {
  private Watched() {}

  /**
   * The measure of that name.
   *
   * @param who watches it, in messages
   * @throws DataException R402 where the net has none
   */
  static Measure measure(String who, String name, TrainingNet net) {
    int metric = net.metrics().indexOf(name);
    List<String> losses = net.losses().subList(0, net.evaluatedLosses());
    boolean loss = name.equals(Measure.LOSS) || losses.contains(name);
    if (metric < 0 && !loss) {
      throw new DataException(
          "R402",
          who + " watches `" + name + "`, which is no loss or metric of the net",
          "the losses are " + losses + ", the metrics " + net.metrics());
    }
    return new Measure(name, !loss && net.higherIsBetter(metric));
  }

  /** What to say where the validation rows are watched and there are none. */
  static DataException noRows(String who) {
    return new DataException(
        "R402",
        who + " watches the validation rows, and there are none",
        "`validate = holdout(0.1)` sets some aside");
  }
}
