package dev.tulle.training;

import dev.tulle.runtime.Layout;
import dev.tulle.runtime.Threads;
import dev.tulle.runtime.TrainingNet;
import dev.tulle.runtime.recipe.Recipe;
import dev.tulle.training.data.Partition;
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
final class Trainer {
  private final NetFactory factory;
  private final TrainingNet description;
  private final Recipe recipe;
  private final TrainingRows rows;
  private final int threads;
  private final Optional<WarmStart> start;
  private final TrainingListener listener;

  Trainer(
      NetFactory factory,
      TrainingNet description,
      Recipe recipe,
      TrainingRows rows,
      int threads,
      Optional<WarmStart> start,
      TrainingListener listener) {
    this.factory = factory;
    this.description = description;
    this.recipe = recipe;
    this.rows = rows;
    this.threads = threads;
    this.start = start;
    this.listener = listener;
  }

  TrainedNet train(Checkpoints checkpoints) {
    TrainingRows.Parted data = part(start);
    Partition parts = data.partition();
    int folds = parts.folds().size();
    listener.on(
        new TrainingEvent.Started(
            description.name(),
            description.data().name(),
            data.table().rows(),
            parameters(),
            folds,
            parts.test().length,
            recipe.seed()));
    try (Threads pool = Threads.of(threads)) {
      long begin = System.nanoTime();
      Session session =
          new Session(factory, description, recipe, data, pool, start, listener, checkpoints);
      List<FoldReport> reports = new ArrayList<>();
      Optional<Session.Fold> best = Optional.empty();
      for (int fold = 1; fold <= folds; fold++) {
        Session.Fold ended = session.fold(fold);
        reports.add(ended.report());
        if (best.isEmpty() || ended.isBetterThan(best.get())) {
          best = Optional.of(ended);
        }
      }
      Session.Trained trained = best.isPresent() ? best.get().trained() : session.train();
      int keptFold = best.map(fold -> fold.report().fold()).orElse(0);
      double seconds = (System.nanoTime() - begin) / 1e9;
      RunReport report = report(trained, keptFold, reports, seconds);
      listener.on(new TrainingEvent.Finished(report));
      return new TrainedNet(trained.model(), report);
    }
  }

  /** Figures of each split, with the fields that the weights keep. */
  Map<String, Figures> evaluate(WarmStart weights) {
    TrainingRows.Parted data = part(Optional.of(weights));
    try (Threads pool = Threads.of(threads)) {
      TrainingNet net = factory.create(recipe.batch(), pool);
      net.load(weights.weights());
      return new Session(
              factory,
              description,
              recipe,
              data,
              pool,
              Optional.of(weights),
              TrainingListener.silent(),
              Checkpoints.none())
          .evaluate(net, weights.fields().orElseThrow());
    }
  }

  private TrainingRows.Parted part(Optional<WarmStart> known) {
    return rows.part(
        description.data(), recipe.validation(), known.map(WarmStart::columns).orElse(Map.of()));
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
        recipe.seed(),
        threads,
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
}
