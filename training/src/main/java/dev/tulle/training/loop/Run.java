package dev.tulle.training.loop;

import dev.tulle.runtime.NotFiniteException;
import dev.tulle.runtime.TrainingNet;
import dev.tulle.runtime.kernel.RandomNumbers;
import dev.tulle.runtime.recipe.Recipe;
import dev.tulle.training.data.Dataset;
import dev.tulle.training.report.Figures;
import dev.tulle.training.report.TrainingEvent;
import dev.tulle.training.report.TrainingListener;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

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
  private final List<Plateau> plateaus;
  private final Accumulation accumulation;
  private final Order order;

  /** The updates of an epoch: the last may have fewer rows than the others. */
  private final long epochSteps;

  private final long totalSteps;
  private final double[] updateLosses;
  private final double[] lossSums;
  private long rowsOfEpoch;
  private long batches;

  /**
   * How to train.
   *
   * @param seed of weights, shuffling and dropout
   * @param fold from 1, or 0 where the run is no fold
   * @param start replaces weights and states that the seed has set; it may leave them
   */
  public record Settings(Recipe recipe, long seed, int fold, Consumer<TrainingNet> start) {}

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
    order = new Order(train, recipe.batch());
    epochSteps = (order.batches() - 1L + recipe.accumulate()) / recipe.accumulate();
    totalSteps = recipe.steps() > 0 ? recipe.steps() : recipe.epochs() * epochSteps;
    early = EarlyStopping.of(net, recipe, valid.isPresent());
    if (early.isPresent() && !early.get().watchesTraining() && valid.isEmpty()) {
      throw Watched.noRows("`early`");
    }
    plateaus = recipe.plateaus().stream().map(rule -> new Plateau(rule, net)).toList();
    if (valid.isEmpty() && !plateaus.stream().allMatch(Plateau::watchesTraining)) {
      throw Watched.noRows("a schedule");
    }
    accumulation = new Accumulation(net, recipe.accumulate());
    updateLosses = new double[net.losses().size()];
    lossSums = new double[updateLosses.length];
  }

  /** The updates that are made unless early stopping ends the run. */
  public long plannedUpdates() {
    return totalSteps;
  }

  /**
   * Trains. Where averages of the weights serve, an epoch is evaluated, kept and reported with
   * them.
   *
   * @throws DivergedException where a loss, a gradient or a weight is no number any more
   * @throws CancellationException where the thread is interrupted; it stays interrupted
   */
  public Outcome train() {
    net.initialize(seed);
    Arrays.fill(net.stalls, 0);
    settings.start().accept(net);
    Batches rows = new Batches(net, train);
    int epochs = (int) ((totalSteps + epochSteps - 1) / epochSteps);
    long step = 0;
    int epoch = 0;
    boolean stopped = false;
    while (step < totalSteps && !stopped) {
      epoch++;
      step = epoch(rows, epoch, step);
      net.exchangeAverages();
      stopped = ended(epoch, epochs, step);
      net.exchangeAverages();
    }
    net.exchangeAverages();
    if (early.isPresent() && early.get().restore()) {
      return new Outcome(epoch, early.get().bestEpoch(), step);
    }
    return new Outcome(epoch, epoch, step);
  }

  /** Measures and reports an epoch. @return whether it is the last one */
  private boolean ended(int epoch, int epochs, long step) {
    Optional<Figures> validation = valid.map(rows -> Evaluation.of(net, rows));
    boolean asked =
        early.isPresent() && early.get().watchesTraining()
            || plateaus.stream().anyMatch(Plateau::watchesTraining);
    Optional<Figures> training = asked ? Optional.of(Evaluation.of(net, train)) : Optional.empty();
    Optional<TrainingEvent.Watched> watched =
        early.map(
            stopping ->
                stopping.observe(
                    (stopping.watchesTraining() ? training : validation).orElseThrow(), epoch));
    for (int i = 0; i < plateaus.size(); i++) {
      Plateau plateau = plateaus.get(i);
      if (plateau.covers(step, epochSteps)) {
        Optional<Figures> figures = plateau.watchesTraining() ? training : validation;
        net.stalls[i] = plateau.observe(figures.orElseThrow());
      }
    }
    TrainingEvent.EpochEnded ended =
        new TrainingEvent.EpochEnded(
            settings.fold(), epoch, epochs, step, meanLosses(), validation, watched);
    listener.on(ended);
    boolean over = early.isPresent() && early.get().isOver(epoch);
    return listener.stopsAfter(ended) || over;
  }

  /**
   * One pass over the rows, or as much of it as is left of the run. @return the updates made so far
   */
  private long epoch(Batches rows, int epoch, long stepsBefore) {
    order.draw(RandomNumbers.key(seed, epoch, STREAM));
    Arrays.fill(lossSums, 0);
    rowsOfEpoch = 0;
    long step = stepsBefore;
    for (int from = 0; from < order.batches() && step < totalSteps; ) {
      checkInterrupt(epoch, step);
      step++;
      int to = from + Math.min(settings.recipe().accumulate(), order.batches() - from);
      update(rows, from, to, epoch, step);
      rowsOfEpoch += order.start(to) - order.start(from);
      from = to;
      listener.progress(step, totalSteps);
      if (listener.followsBatches()) {
        listener.on(batchEnded(epoch, step));
      }
    }
    try {
      net.checkWeights();
    } catch (NotFiniteException e) {
      throw diverged(e, epoch, step);
    }
    return step;
  }

  /** An update with the batches from {@code first} to before {@code end}. */
  private void update(Batches rows, int first, int end, int epoch, long step) {
    Arrays.fill(updateLosses, 0);
    int from = order.start(first);
    int all = order.start(end) - from;
    for (int batch = first; batch < end; batch++) {
      int at = order.start(batch);
      int count = order.start(batch + 1) - at;
      rows.load(order.places(), at, count);
      batches++;
      net.gradient(count, seed, batches);
      checkLosses(epoch, step);
      accumulation.add(at - from, count, all);
      for (int i = 0; i < lossSums.length; i++) {
        lossSums[i] += net.lossValues[i] * count;
        updateLosses[i] += net.lossValues[i] * count / all;
      }
    }
    try {
      net.update(step, totalSteps, epochSteps);
    } catch (NotFiniteException e) {
      throw diverged(e, epoch, step);
    }
  }

  private static DivergedException diverged(NotFiniteException cause, int epoch, long step) {
    DivergedException diverged =
        new DivergedException(String.valueOf(cause.getMessage()), epoch, step);
    diverged.initCause(cause);
    return diverged;
  }

  private TrainingEvent.BatchEnded batchEnded(int epoch, long step) {
    Map<String, Double> losses = new LinkedHashMap<>();
    for (int i = 0; i < updateLosses.length; i++) {
      losses.put(net.losses().get(i), updateLosses[i]);
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
