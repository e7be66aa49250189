package dev.tulle.training;

import dev.tulle.runtime.Port;
import dev.tulle.runtime.Threads;
import dev.tulle.runtime.TrainingNet;
import dev.tulle.runtime.recipe.FittedFields;
import dev.tulle.training.data.Dataset;
import dev.tulle.training.data.Fitter;
import dev.tulle.training.data.Partition;
import dev.tulle.training.data.Splitter;
import dev.tulle.training.data.Table;
import dev.tulle.training.loop.DivergedException;
import dev.tulle.training.loop.Evaluation;
import dev.tulle.training.loop.Run;
import dev.tulle.training.report.Figures;
import dev.tulle.training.report.FoldReport;
import dev.tulle.training.report.TrainingEvent;
import dev.tulle.training.report.TrainingListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The runs over one table: each fits the fields to its training rows, trains a fresh net and
 * evaluates it.
 */
final class Session {
  private final NetFactory factory;
  private final TrainingNet description;
  private final Table table;
  private final Threads threads;
  private final long seed;
  private final TrainingListener listener;
  private final List<Port> ports;

  Session(
      NetFactory factory,
      TrainingNet description,
      Table table,
      Threads threads,
      long seed,
      TrainingListener listener) {
    this.factory = factory;
    this.description = description;
    this.table = table;
    this.threads = threads;
    this.seed = seed;
    this.listener = listener;
    ports = new ArrayList<>(description.inputs());
    ports.addAll(description.targets());
  }

  /** Which run this is: from 1, of how many, and which fold, or 0. */
  record Place(int run, int runs, int fold) {}

  /** A net after its run, with the figures of each of its sets of rows. */
  record Trained(
      TrainingNet net, FittedFields fields, Run.Outcome outcome, Map<String, Figures> splits) {
    Figures split(String name) {
      return Optional.ofNullable(splits.get(name)).orElseThrow();
    }
  }

  /** Rows by the name of their set, without the sets that have none. */
  static Map<String, int[]> sets(int[] train, int[] valid, int[] test) {
    Map<String, int[]> sets = new LinkedHashMap<>();
    sets.put("train", train);
    sets.put("valid", valid);
    sets.put("test", test);
    sets.values().removeIf(rows -> rows.length == 0);
    return sets;
  }

  /** A fold's net and its figures. */
  record Fold(Trained trained, FoldReport report) {
    /** Whether its validation loss is the lesser one; a loss that is no number is above all. */
    boolean isBetterThan(Fold other) {
      return Double.compare(report.valid().loss(), other.report.valid().loss()) < 0;
    }
  }

  /**
   * Trains the net of a fold. Its seed is the run's plus the folds before it, so that each fold
   * begins with weights of its own.
   *
   * @param fold from 1
   */
  Fold fold(int fold, Partition rows) {
    int[] valid = rows.folds().get(fold - 1);
    int[] train = Splitter.without(rows.train(), valid);
    Trained trained =
        train(
            new Place(fold, rows.folds().size(), fold),
            sets(train, valid, rows.test()),
            seed + fold - 1);
    Run.Outcome outcome = trained.outcome();
    FoldReport report =
        new FoldReport(
            fold,
            outcome.epochs(),
            outcome.keptEpoch(),
            outcome.updates(),
            trained.split("train"),
            trained.split("valid"));
    listener.on(new TrainingEvent.FoldEnded(report));
    return new Fold(trained, report);
  }

  /**
   * One run.
   *
   * @param runSeed of weights, shuffling and dropout
   */
  Trained train(Place place, Map<String, int[]> sets, long runSeed) {
    int[] trainRows = sets.getOrDefault("train", new int[0]);
    FittedFields fields = Fitter.fit(table, trainRows, description.data(), ports);
    Map<String, Dataset> datasets = datasets(sets, fields);
    Dataset train = Optional.ofNullable(datasets.get("train")).orElseThrow();
    Optional<Dataset> valid = Optional.ofNullable(datasets.get("valid"));
    TrainingNet net = factory.create(description.recipe().batch(), threads);
    Run run = new Run(net, train, valid, runSeed, listener);
    listener.on(
        new TrainingEvent.RunStarted(
            place.run(),
            place.runs(),
            place.fold(),
            train.rows(),
            valid.map(Dataset::rows).orElse(0),
            run.plannedUpdates()));
    Run.Outcome outcome = run.train();
    Map<String, Figures> splits = figures(net, datasets);
    Trained trained = new Trained(net, fields, outcome, splits);
    trained
        .split("train")
        .losses()
        .forEach(
            (loss, value) -> {
              if (!Double.isFinite(value)) {
                throw new DivergedException(loss, value, outcome.epochs(), outcome.updates());
              }
            });
    return trained;
  }

  Map<String, Dataset> datasets(Map<String, int[]> sets, FittedFields fields) {
    Map<String, Dataset> datasets = new LinkedHashMap<>();
    sets.forEach((name, rows) -> datasets.put(name, Dataset.of(table, rows, fields, ports)));
    return datasets;
  }

  static Map<String, Figures> figures(TrainingNet net, Map<String, Dataset> datasets) {
    Map<String, Figures> figures = new LinkedHashMap<>();
    datasets.forEach((name, rows) -> figures.put(name, Evaluation.of(net, rows)));
    return figures;
  }
}
