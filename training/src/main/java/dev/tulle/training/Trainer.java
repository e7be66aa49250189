package dev.tulle.training;

import dev.tulle.runtime.Layout;
import dev.tulle.runtime.Threads;
import dev.tulle.runtime.TrainingNet;
import dev.tulle.runtime.Weights;
import dev.tulle.runtime.WeightsException;
import dev.tulle.runtime.recipe.FittedFields;
import dev.tulle.runtime.recipe.Recipe;
import dev.tulle.training.data.DataFiles;
import dev.tulle.training.data.Partition;
import dev.tulle.training.data.Table;
import dev.tulle.training.report.Figures;
import dev.tulle.training.report.FoldReport;
import dev.tulle.training.report.RunReport;
import dev.tulle.training.report.TrainingEvent;
import dev.tulle.training.report.TrainingListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Does what a recipe says: parts the rows, fits the fields, trains, and reports. With folds, a
 * fresh net is trained for each, and the one with the least validation loss is the result.
 */
public final class Trainer {
  private final NetFactory factory;
  private final TrainingOptions options;
  private final TrainingNet description;
  private final Recipe recipe;
  private final long seed;

  /** Prepares a training; nothing is read yet. */
  public Trainer(NetFactory factory, TrainingOptions options) {
    this.factory = factory;
    this.options = options;
    description = factory.create(1, Threads.single());
    recipe = description.recipe();
    seed = options.seed().orElse(recipe.seed());
  }

  /**
   * Trains.
   *
   * @throws dev.tulle.training.data.DataException where data and recipe do not go together
   * @throws dev.tulle.training.loop.DivergedException where a loss is no number any more
   */
  public TrainedNet train(TrainingListener listener) {
    Table table = table();
    Partition rows = partition(table);
    int folds = rows.folds().size();
    listener.on(
        new TrainingEvent.Started(
            description.name(),
            description.data().name(),
            table.rows(),
            parameters(),
            folds,
            rows.test().length,
            seed));
    try (Threads threads = Threads.of(options.threads())) {
      long start = System.nanoTime();
      Session session = new Session(factory, description, table, threads, seed, listener);
      List<FoldReport> reports = new ArrayList<>();
      Optional<Session.Fold> best = Optional.empty();
      for (int fold = 1; fold <= folds; fold++) {
        Session.Fold ended = session.fold(fold, rows);
        reports.add(ended.report());
        if (best.isEmpty() || ended.isBetterThan(best.get())) {
          best = Optional.of(ended);
        }
      }
      Session.Trained trained =
          best.isPresent()
              ? best.get().trained()
              : session.train(
                  new Session.Place(1, 1, 0),
                  Session.sets(rows.train(), rows.valid(), rows.test()),
                  seed);
      int keptFold = best.map(fold -> fold.report().fold()).orElse(0);
      double seconds = (System.nanoTime() - start) / 1e9;
      RunReport report = report(trained, keptFold, reports, seconds);
      listener.on(new TrainingEvent.Finished(report));
      return new TrainedNet(weights(trained), report);
    }
  }

  /**
   * Figures of each split of the data, computed with given weights and the fitted fields they
   * carry.
   *
   * @return {@code train}, {@code valid} and {@code test}, where there are such rows; with folds,
   *     {@code train} is all rows that the folds are made of
   * @throws WeightsException where the weights are another net's
   * @throws dev.tulle.training.data.DataException where the data do not go with them
   */
  public Map<String, Figures> evaluate(Weights weights) throws WeightsException {
    Weights bound = weights.bind(description.layout(), description.name(), description.edition());
    FittedFields fields = StoredFields.of(weights);
    Table table = table();
    Partition rows = partition(table);
    try (Threads threads = Threads.of(options.threads())) {
      TrainingNet net = factory.create(recipe.batch(), threads);
      net.load(bound);
      Session session =
          new Session(factory, description, table, threads, seed, TrainingListener.silent());
      return Session.figures(
          net, session.datasets(Session.sets(rows.train(), rows.valid(), rows.test()), fields));
    }
  }

  private Table table() {
    return Table.read(DataFiles.locate(description.data().csv(), options.folders()));
  }

  private Partition partition(Table table) {
    return Partition.of(table, description.data(), recipe.validation());
  }

  private long parameters() {
    return description.layout().entries().stream()
        .filter(Layout.Entry::trained)
        .mapToLong(Layout.Entry::count)
        .sum();
  }

  private RunReport report(
      Session.Trained trained, int keptFold, List<FoldReport> folds, double seconds) {
    Map<String, Figures> splits = new LinkedHashMap<>();
    List<Figures> valid = folds.stream().map(FoldReport::valid).toList();
    if (!valid.isEmpty()) {
      splits.put("train", Figures.mean(folds.stream().map(FoldReport::train).toList()));
      splits.put("valid", Figures.mean(valid));
    }
    trained.splits().forEach(splits::putIfAbsent);
    return new RunReport(
        description.name(),
        description.data().name(),
        seed,
        options.threads(),
        keptFold,
        trained.outcome().epochs(),
        trained.outcome().keptEpoch(),
        folds.isEmpty()
            ? trained.outcome().updates()
            : folds.stream().mapToLong(FoldReport::updates).sum(),
        seconds,
        splits,
        folds,
        valid.isEmpty() ? Optional.empty() : Optional.of(Figures.deviation(valid)));
  }

  private Weights weights(Session.Trained trained) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(Weights.NET, description.name());
    metadata.put(Weights.EDITION, Integer.toString(description.edition()));
    metadata.put(FittedFields.KEY, trained.fields().toJson());
    return new Weights(trained.net().layout(), trained.net().weights, metadata);
  }
}
