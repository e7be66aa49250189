package dev.tulle.training.loop;

import dev.tulle.runtime.TrainingNet;
import dev.tulle.runtime.kernel.RandomNumbers;
import dev.tulle.runtime.recipe.Recipe;
import dev.tulle.training.data.DataException;
import dev.tulle.training.data.Dataset;
import dev.tulle.training.data.Splitter;
import dev.tulle.training.report.Figures;
import dev.tulle.training.report.TrainingEvent;
import dev.tulle.training.report.TrainingListener;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

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
  private final long seed;
  private final TrainingListener listener;
  private final Optional<EarlyStopping> early;
  private final long epochSteps;
  private final long totalSteps;
  private final double[] lossSums;
  private long rowsOfEpoch;

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
      Dataset train,
      Optional<Dataset> valid,
      long seed,
      TrainingListener listener) {
    Recipe recipe = net.recipe();
    this.net = net;
    this.train = train;
    this.valid = valid;
    this.seed = seed;
    this.listener = listener;
    epochSteps = epochSteps(train.rows(), recipe);
    totalSteps = recipe.steps() > 0 ? recipe.steps() : recipe.epochs() * epochSteps;
    early = recipe.stop().map(rule -> new EarlyStopping(net, rule));
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

  /** Trains. @throws DivergedException where a loss is no number any more */
  public Outcome train() {
    net.initialize(seed);
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
      boolean best = false;
      if (early.isPresent()) {
        EarlyStopping stopping = early.get();
        Figures watched =
            stopping.watchesTraining() ? Evaluation.of(net, train) : figures.orElseThrow();
        best = stopping.observe(watched, epoch);
        stopped = stopping.isOver(epoch);
      }
      listener.on(new TrainingEvent.EpochEnded(epoch, epochs, step, meanLosses(), figures, best));
    }
    if (early.isPresent() && early.get().restore()) {
      return new Outcome(epoch, early.get().bestEpoch(), step);
    }
    return new Outcome(epoch, epoch, step);
  }

  /**
   * One pass over the rows, or as much of it as is left of the run. @return the updates made so far
   */
  private long epoch(Batches batches, int[] order, int epoch, long stepsBefore) {
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    Splitter.shuffle(order, RandomNumbers.key(seed, epoch, STREAM));
    Arrays.fill(lossSums, 0);
    rowsOfEpoch = 0;
    int batch = net.recipe().batch();
    long step = stepsBefore;
    for (int from = 0; from < order.length && step < totalSteps; from += batch) {
      int rows = Math.min(batch, order.length - from);
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
    }
    return step;
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
