package dev.tulle.training.loop;

import dev.tulle.runtime.TrainingNet;
import dev.tulle.runtime.Weights;
import dev.tulle.runtime.kernel.RandomNumbers;
import dev.tulle.runtime.recipe.Recipe;
import dev.tulle.training.data.DataException;
import dev.tulle.training.data.Dataset;
import dev.tulle.training.report.Figures;
import dev.tulle.training.report.TrainingEvent;
import dev.tulle.training.report.TrainingListener;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Trains a fresh net on one set of rows. What it does is a function of net, rows, recipe and seed:
 * each epoch's order is drawn from the seed and the epoch's number alone.
 */
public final class Run {
  /** The stream of random numbers that orders rows. */
  private static final long STREAM = 0x6f72646572L;

  private final TrainingNet net;
  private final Dataset train;
  private final Optional<Dataset> valid;
  private final Settings settings;
  private final long seed;
  private final TrainingListener listener;
  private final Optional<EarlyStopping> early;
  private final long epochSteps;
  private final long totalSteps;
  private final double[] lossSums;
  private long rowsOfEpoch;

  /**
   * How to train.
   *
   * @param seed of weights, shuffling and dropout
   * @param fold from 1, or 0 where the run is no fold
   * @param start what weights and states begin with, in the net's layout; otherwise as the seed
   *     says
   */
  public record Settings(Recipe recipe, long seed, int fold, Optional<Weights> start) {}

  /**
   * What a run came to; the weights are in the net.
   *
   * @param epochs that were begun
   * @param keptEpoch the epoch, from 1, that the net's weights are of
   * @param updates that were made
   */
  public record Outcome(int epochs, int keptEpoch, long updates) {}

  /**
   * Prepares a run.
   *
   * @param valid validation rows, if any
   */
  public Run(
      TrainingNet net,
      Settings settings,
      Dataset train,
      Optional<Dataset> valid,
      TrainingListener listener) {
    Recipe recipe = settings.recipe();
    this.net = net;
    this.settings = settings;
    this.seed = settings.seed();
    this.train = train;
    this.valid = valid;
    this.listener = listener;
    epochSteps = epochSteps(train.rows(), recipe);
    totalSteps = recipe.steps() > 0 ? recipe.steps() : recipe.epochs() * epochSteps;
    early = EarlyStopping.of(net, recipe, valid.isPresent());
    if (early.isPresent() && !early.get().watchesTraining() && valid.isEmpty()) {
      throw new DataException(
          "R402",
          "`early` watches the validation rows, and there are none",
          "`validate = holdout(0.1)` sets some aside");
    }
    lossSums = new double[net.losses().size()];
  }

  /** The updates of an epoch: the last batch may have fewer rows than the others. */
  public static long epochSteps(int rows, Recipe recipe) {
    return (rows + recipe.batch() - 1L) / recipe.batch();
  }

  /** The updates that are made unless early stopping ends the run. */
  public long plannedUpdates() {
    return totalSteps;
  }

  /**
   * Trains.
   *
   * @throws DivergedException where a loss is no number any more
   * @throws CancellationException where the thread is interrupted; it stays interrupted
   */
  public Outcome train() {
    net.initialize(seed);
    settings.start().ifPresent(net::load);
    Batches batches = new Batches(net, train);
    int[] order = new int[train.rows()];
    int epochs = (int) ((totalSteps + epochSteps - 1) / epochSteps);
    long step = 0;
    int epoch = 0;
    boolean stopped = false;
    while (step < totalSteps && !stopped) {
      epoch++;
      step = epoch(batches, order, epoch, step);
      Optional<Figures> figures = valid.map(rows -> Evaluation.of(net, rows));
      Optional<TrainingEvent.Watched> watched = watched(figures, epoch);
      stopped = early.isPresent() && early.get().isOver(epoch);
      TrainingEvent.EpochEnded ended =
          new TrainingEvent.EpochEnded(
              settings.fold(), epoch, epochs, step, meanLosses(), figures, watched);
      listener.on(ended);
      stopped |= listener.stopsAfter(ended);
    }
    if (early.isPresent() && early.get().restore()) {
      return new Outcome(epoch, early.get().bestEpoch(), step);
    }
    return new Outcome(epoch, epoch, step);
  }

  private Optional<TrainingEvent.Watched> watched(Optional<Figures> figures, int epoch) {
    return early.map(
        stopping ->
            stopping.observe(
                stopping.watchesTraining() ? Evaluation.of(net, train) : figures.orElseThrow(),
                epoch));
  }

  /**
   * One pass over the rows, or as much of it as is left of the run. @return the updates made so far
   */
  private long epoch(Batches batches, int[] order, int epoch, long stepsBefore) {
    train.draw(order, RandomNumbers.key(seed, epoch, STREAM));
    Arrays.fill(lossSums, 0);
    rowsOfEpoch = 0;
    int batch = settings.recipe().batch();
    long step = stepsBefore;
    for (int from = 0; from < order.length && step < totalSteps; from += batch) {
      int rows = Math.min(batch, order.length - from);
      checkInterrupt(epoch, step);
      batches.load(order, from, rows);
      step++;
      net.gradient(rows, seed, step);
      checkLosses(epoch, step);
      net.update(step, totalSteps, epochSteps);
      for (int i = 0; i < lossSums.length; i++) {
        lossSums[i] += net.lossValues[i] * rows;
      }
      rowsOfEpoch += rows;
      listener.progress(step, totalSteps);
      if (listener.followsBatches()) {
        listener.on(batchEnded(epoch, step));
      }
    }
    return step;
  }

  private TrainingEvent.BatchEnded batchEnded(int epoch, long step) {
    Map<String, Double> losses = new LinkedHashMap<>();
    for (int i = 0; i < net.lossValues.length; i++) {
      losses.put(net.losses().get(i), net.lossValues[i]);
    }
    return new TrainingEvent.BatchEnded(settings.fold(), epoch, step, totalSteps, losses);
  }

  private static void checkInterrupt(int epoch, long step) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException(
          "the training was interrupted in epoch " + epoch + ", after " + step + " updates");
    }
  }

  private void checkLosses(int epoch, long step) {
    for (int i = 0; i < net.lossValues.length; i++) {
      if (!Double.isFinite(net.lossValues[i])) {
        throw new DivergedException(net.losses().get(i), net.lossValues[i], epoch, step);
      }
    }
  }

  private Map<String, Double> meanLosses() {
    Map<String, Double> means = new LinkedHashMap<>();
    for (int i = 0; i < lossSums.length; i++) {
      means.put(net.losses().get(i), lossSums[i] / rowsOfEpoch);
    }
    return means;
  }
}
