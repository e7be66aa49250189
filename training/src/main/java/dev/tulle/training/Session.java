package dev.tulle.training;

import dev.tulle.runtime.Model;
import dev.tulle.runtime.Port;
import dev.tulle.runtime.Threads;
import dev.tulle.runtime.TrainingNet;
import dev.tulle.runtime.Weights;
import dev.tulle.runtime.recipe.FittedFields;
import dev.tulle.runtime.recipe.Recipe;
import dev.tulle.training.data.AbsentClasses;
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
  private final Recipe recipe;
  private final Table table;
  private final Partition rows;
  private final Threads threads;
  private final Optional<WarmStart> start;
  private final TrainingListener listener;
  private final Checkpoints checkpoints;
  private final List<Port> ports;

  Session(
      NetFactory factory,
      TrainingNet description,
      Recipe recipe,
      TrainingRows.Parted data,
      Threads threads,
      Optional<WarmStart> start,
      TrainingListener listener,
      Checkpoints checkpoints) {
    this.factory = factory;
    this.description = description;
    this.recipe = recipe;
    this.table = data.table();
    this.rows = data.partition();
    this.threads = threads;
    this.start = start;
    this.listener = listener;
    this.checkpoints = checkpoints;
    ports = new ArrayList<>(description.inputs());
    ports.addAll(description.targets());
  }

  /** A net after its run, with the figures of each of its sets of rows. */
  record Trained(Model model, Run.Outcome outcome, Map<String, Figures> splits) {
    Figures split(String name) {
      return Optional.ofNullable(splits.get(name)).orElseThrow();
    }
  }

  /** Rows by the name of their set, without the sets that have none. */
  private static Map<String, int[]> sets(int[] train, int[] valid, int[] test) {
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
  Fold fold(int fold) {
    int[] valid = rows.folds().get(fold - 1);
    int[] train = Splitter.without(rows.train(), valid);
    Trained trained = train(fold, sets(train, valid, rows.test()), recipe.seed() + fold - 1);
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

  /** Trains the only net of a training without folds. */
  Trained train() {
    return train(0, sets(rows.train(), rows.valid(), rows.test()), recipe.seed());
  }

  private Trained train(int fold, Map<String, int[]> sets, long seed) {
    int[] trainRows = sets.getOrDefault("train", new int[0]);
    FittedFields fields =
        start
            .flatMap(WarmStart::fields)
            .orElseGet(() -> Fitter.fit(table, trainRows, description.data(), ports));
    if (fold <= 1 && start.flatMap(WarmStart::fields).isEmpty()) {
      AbsentClasses.of(table, fields).forEach(listener::on);
    }
    Map<String, Dataset> datasets = datasets(sets, fields);
    Dataset train = Optional.ofNullable(datasets.get("train")).orElseThrow();
    Optional<Dataset> valid = Optional.ofNullable(datasets.get("valid"));
    TrainingNet net = factory.create(recipe.batch(), threads);
    Map<String, String> metadata = metadata(fields);
    Run run =
        new Run(
            net,
            new Run.Settings(recipe, seed, fold, fresh -> start.ifPresent(s -> s.load(fresh))),
            train,
            valid,
            checkpoints.follow(() -> new Weights(net.layout(), net.weights, metadata), listener));
    listener.on(
        new TrainingEvent.RunStarted(
            Math.max(fold, 1),
            Math.max(rows.folds().size(), 1),
            fold,
            train.rows(),
            valid.map(Dataset::rows).orElse(0),
            run.plannedUpdates()));
    Run.Outcome outcome = run.train();
    Trained trained = new Trained(net.model(metadata), outcome, figures(net, datasets));
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

  /** Figures of each split. */
  Map<String, Figures> evaluate(TrainingNet net, FittedFields fields) {
    return figures(net, datasets(sets(rows.train(), rows.valid(), rows.test()), fields));
  }

  private Map<String, String> metadata(FittedFields fields) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(Weights.NET, description.name());
    metadata.put(Weights.EDITION, Integer.toString(description.edition()));
    metadata.put(FittedFields.KEY, fields.toJson());
    return metadata;
  }

  private Map<String, Dataset> datasets(Map<String, int[]> sets, FittedFields fields) {
    Map<String, Dataset> datasets = new LinkedHashMap<>();
    sets.forEach(
        (name, of) -> datasets.put(name, Dataset.of(table, of, fields, ports, description.dims())));
    return datasets;
  }

  private static Map<String, Figures> figures(TrainingNet net, Map<String, Dataset> datasets) {
    Map<String, Figures> figures = new LinkedHashMap<>();
    datasets.forEach((name, set) -> figures.put(name, Evaluation.of(net, set)));
    return figures;
  }
}
