package dev.tulle.training;

import static dev.tulle.training.HandTraining.epochs;
import static dev.tulle.training.HandTraining.iris;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tulle.runtime.Port;
import dev.tulle.runtime.Threads;
import dev.tulle.runtime.recipe.Column;
import dev.tulle.runtime.recipe.DataSource;
import dev.tulle.runtime.recipe.FittedFields;
import dev.tulle.runtime.recipe.Recipe;
import dev.tulle.runtime.recipe.Recipe.Early;
import dev.tulle.runtime.recipe.Recipe.Validation;
import dev.tulle.training.data.Dataset;
import dev.tulle.training.data.Fitter;
import dev.tulle.training.data.Partition;
import dev.tulle.training.data.Splitter;
import dev.tulle.training.data.Table;
import dev.tulle.training.loop.Evaluation;
import dev.tulle.training.loop.Run;
import dev.tulle.training.report.Figures;
import dev.tulle.training.report.FoldReport;
import dev.tulle.training.report.RunReport;
import dev.tulle.training.report.TrainingEvent;
import dev.tulle.training.report.TrainingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldsTest {
  private final HandTraining hand = new HandTraining(HandTraining.RESOURCES);

  private static Validation folds(int count) {
    return new Validation.Folds(count, 3, true);
  }

  /** The fold, from 1, with the least validation loss that is a number. */
  private static int best(RunReport report) {
    int best = 0;
    for (FoldReport fold : report.folds()) {
      double loss = fold.valid().losses().getOrDefault("fit", Double.NaN);
      if (!Double.isNaN(loss)
          && (best == 0 || loss < report.folds().get(best - 1).valid().loss())) {
        best = fold.fold();
      }
    }
    return best;
  }

  private static double mean(
      RunReport report, Function<FoldReport, Figures> split, ToDoubleFunction<Figures> figure) {
    return report.folds().stream().map(split).mapToDouble(figure).reduce(0, Double::sum)
        / report.folds().size();
  }

  @Test
  void keepsTheNetOfTheBestFold() {
    List<Integer> kept = new ArrayList<>();
    for (int seed = 1; seed <= 4; seed++) {
      HandTraining training = new HandTraining(HandTraining.RESOURCES);
      Validation folds = new Validation.Folds(5, seed, true);
      TrainedNet trained = training.train(iris(epochs(10, folds, Optional.empty())));
      RunReport report = trained.report();
      assertThat(report.keptFold()).isEqualTo(best(report));
      assertThat(report.toMap()).containsEntry("keptFold", best(report));
      // A fresh net a fold, after the one that describes; none is trained afterwards.
      assertThat(training.nets).hasSize(6);
      assertThat(trained.weights().array()).isEqualTo(training.nets.get(best(report)).weights);
      kept.add(report.keptFold());
    }
    // The first or the last fold would also be kept by a trainer that does not compare.
    assertThat(kept).anyMatch(fold -> fold > 1 && fold < 5);
  }

  @Test
  void reportsMeansOverFolds() {
    RunReport report = hand.train(iris(epochs(30, folds(5), Optional.empty()))).report();
    assertThat(report.folds()).extracting(FoldReport::fold).containsExactly(1, 2, 3, 4, 5);
    for (FoldReport fold : report.folds()) {
      assertThat(fold.train().rows()).isEqualTo(120);
      assertThat(fold.valid().rows()).isEqualTo(30);
      assertThat(fold.updates()).isEqualTo(30 * 15);
    }
    assertThat(report.updates()).isEqualTo(5 * 450);
    assertThat(report.splits()).containsOnlyKeys("train", "valid");
    ToDoubleFunction<Figures> accuracy = f -> f.metrics().getOrDefault("accuracy", 0.0);
    Figures train = report.split("train").orElseThrow();
    Figures valid = report.split("valid").orElseThrow();
    assertThat(train.rows()).isEqualTo(5 * 120);
    assertThat(valid.rows()).isEqualTo(5 * 30);
    assertThat(train.loss())
        .isCloseTo(mean(report, FoldReport::train, Figures::loss), within(1e-12));
    assertThat(valid.loss())
        .isCloseTo(mean(report, FoldReport::valid, Figures::loss), within(1e-12));
    assertThat(train.metrics().get("accuracy"))
        .isCloseTo(mean(report, FoldReport::train, accuracy), within(1e-12))
        .isGreaterThan(0.9);
    assertThat(valid.metrics().get("accuracy"))
        .isCloseTo(mean(report, FoldReport::valid, accuracy), within(1e-12))
        .isGreaterThan(0.9);
    assertThat(report.deviation()).isPresent();
  }

  /** What a fold comes to, put together from the parts. */
  @Test
  void trainsEachFoldAsARunOfItsOwnWithTheNextSeed() {
    Early early = new Early("valid", "fit", 2, true);
    DataSource.Split split = new DataSource.Split(0.8, 0, 0.2, 1, true);
    // So steep that it overshoots.
    HandNet.Spec spec = iris(epochs(40, folds(4), Optional.of(early)), Optional.of(split), 9);
    TrainedNet trained = hand.train(spec);
    RunReport report = trained.report();
    assertThat(report.folds()).anyMatch(fold -> fold.keptEpoch() < fold.epochs());
    assertThat(report.keptFold()).isEqualTo(best(report)).isGreaterThan(1);

    Table table = Table.read(HandTraining.RESOURCES.resolve("iris.csv"));
    Partition rows = Partition.of(table, spec.data(), spec.recipe().validation());
    long updates = 0;
    for (int fold = 1; fold <= 4; fold++) {
      HandNet net = new HandNet(spec, 8, Threads.single());
      List<Port> ports = new ArrayList<>(net.inputs());
      ports.addAll(net.targets());
      int[] valid = rows.folds().get(fold - 1);
      int[] train = Splitter.without(rows.train(), valid);
      FittedFields fields = Fitter.fit(table, train, spec.data(), ports);
      Dataset validation = Dataset.of(table, valid, fields, ports);
      Run.Outcome outcome =
          new Run(
                  net,
                  new Run.Settings(
                      spec.recipe(), spec.recipe().seed() + fold - 1, fold, fresh -> {}),
                  Dataset.of(table, train, fields, ports),
                  Optional.of(validation),
                  TrainingListener.silent())
              .train();
      updates += outcome.updates();

      FoldReport reported = report.folds().get(fold - 1);
      assertThat(hand.nets.get(fold).weights).isEqualTo(net.weights);
      assertThat(hand.nets.get(fold).seeds).containsOnly((long) fold);
      assertThat(hand.nets.get(fold).calls).isEqualTo(net.calls);
      assertThat(hand.nets.get(fold).calls.get(1)).isEqualTo("1/480/12");
      assertThat(reported.epochs()).isEqualTo(outcome.epochs());
      assertThat(reported.keptEpoch()).isEqualTo(outcome.keptEpoch());
      assertThat(reported.updates()).isEqualTo(outcome.updates());
      assertThat(reported.valid()).isEqualTo(Evaluation.of(net, validation));
      if (fold == report.keptFold()) {
        assertThat(report.epochs()).isEqualTo(outcome.epochs());
        assertThat(report.keptEpoch()).isEqualTo(outcome.keptEpoch());
        assertThat(trained.weights().array()).isEqualTo(net.weights);
        assertThat(trained.weights().metadata()).containsEntry(FittedFields.KEY, fields.toJson());
        assertThat(report.split("test"))
            .contains(Evaluation.of(net, Dataset.of(table, rows.test(), fields, ports)));
      }
    }
    assertThat(report.updates()).isEqualTo(updates);
    assertThat(report.splits()).containsOnlyKeys("train", "valid", "test");
  }

  @Test
  void doesNotKeepAFoldWhoseLossIsNoNumber() {
    HandNet.Spec spec = iris(epochs(5, folds(5), Optional.empty()));
    int[] made = {0};
    HandTraining.Maker maker =
        (capacity, threads) -> {
          int fold = made[0]++;
          return new HandNet(spec, capacity, threads) {
            @Override
            public void evaluate(int rows) {
              super.evaluate(rows);
              // Of 120 rows to train and 30 to validate, the last 6 alone make a batch of 6.
              if ((fold == 1 || fold == 3) && rows == 6) {
                sums[0] = Double.NaN;
              }
            }
          };
        };
    RunReport report = hand.training(maker, 1).run().report();
    assertThat(IntStream.rangeClosed(1, 5).filter(f -> isNaN(report, f)).toArray())
        .containsExactly(1, 3);
    assertThat(report.keptFold()).isEqualTo(best(report)).isIn(2, 4, 5);
    assertThat(report.split("valid").orElseThrow().loss()).isNaN();
  }

  private static boolean isNaN(RunReport report, int fold) {
    return Double.isNaN(report.folds().get(fold - 1).valid().loss());
  }

  /**
   * Least squares explain about 0.60 of the variance of concrete's strength, as Yeh's data are
   * known for.
   */
  @Test
  void fitsConcreteAsWellAsALineCan() {
    HandNet.Spec spec =
        new HandNet.Spec(
            8,
            1,
            false,
            0.03,
            new Recipe(60, 0, 32, 1, new Validation.Folds(5, 7, false), Optional.empty()),
            new DataSource(
                "Tests",
                "concrete.csv",
                Optional.empty(),
                List.of(
                    new DataSource.Field(
                        "x",
                        new Column.Standardize(new Column.Columns(List.of(), List.of("strength")))),
                    new DataSource.Field(
                        "t", new Column.Columns(List.of("strength"), List.of())))));
    TrainedNet trained = hand.train(spec);
    assertThat(trained.report().split("valid").orElseThrow().metrics().get("r2"))
        .isBetween(0.57, 0.63);
    assertThat(trained.report().split("train").orElseThrow().metrics().get("r2"))
        .isBetween(0.59, 0.62);
  }

  @Test
  void tellsTheStoryInOrder() {
    List<String> story = new ArrayList<>();
    List<TrainingEvent.RunStarted> runs = new ArrayList<>();
    long[] progress = new long[2];
    hand.training(iris(epochs(2, folds(2), Optional.empty())), 1)
        .listener(
            new TrainingListener() {
              @Override
              public void on(TrainingEvent event) {
                story.add(event.getClass().getSimpleName());
                if (event instanceof TrainingEvent.RunStarted run) {
                  runs.add(run);
                }
              }

              @Override
              public void progress(long done, long total) {
                progress[0]++;
                progress[1] = total;
              }
            })
        .run();
    assertThat(story)
        .containsExactly(
            "Started",
            "RunStarted",
            "EpochEnded",
            "EpochEnded",
            "FoldEnded",
            "RunStarted",
            "EpochEnded",
            "EpochEnded",
            "FoldEnded",
            "Finished");
    // 150 rows, stratified: 25 of each of three kinds a fold; 75 are 10 batches.
    assertThat(runs)
        .containsExactly(
            new TrainingEvent.RunStarted(1, 2, 1, 75, 75, 20),
            new TrainingEvent.RunStarted(2, 2, 2, 75, 75, 20));
    assertThat(progress).containsExactly(2 * 20, 20);
  }
}
