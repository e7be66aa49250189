package dev.tulle.training;

import static dev.tulle.training.HandTraining.epochs;
import static dev.tulle.training.HandTraining.iris;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tulle.runtime.Safetensors;
import dev.tulle.runtime.Weights;
import dev.tulle.runtime.WeightsException;
import dev.tulle.runtime.recipe.Column;
import dev.tulle.runtime.recipe.DataSource;
import dev.tulle.runtime.recipe.FittedFields;
import dev.tulle.runtime.recipe.Recipe;
import dev.tulle.runtime.recipe.Recipe.Early;
import dev.tulle.runtime.recipe.Recipe.Validation;
import dev.tulle.training.loop.DivergedException;
import dev.tulle.training.report.Figures;
import dev.tulle.training.report.TrainingEvent.EpochEnded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
  private static final Validation NONE = new Validation.OfSplit();

  @TempDir Path folder;
  private HandTraining hand;

  @BeforeEach
  void prepare() {
    hand = new HandTraining(folder);
  }

  private static DataSource.Split split(double train, double valid, double test) {
    return new DataSource.Split(train, valid, test, 1, false);
  }

  /** y = 3a - 2b + 5 without noise, at 25 points. */
  private HandNet.Spec line(Recipe recipe, Optional<DataSource.Split> split, double rate)
      throws IOException {
    StringBuilder csv = new StringBuilder("a,b,y\n");
    for (int i = 0; i < 25; i++) {
      double a = i % 5 - 2;
      double b = (double) (i / 5) - 2;
      csv.append(a + "," + b + "," + (3 * a - 2 * b + 5) + "\n");
    }
    Files.writeString(folder.resolve("line.csv"), csv);
    return new HandNet.Spec(
        2,
        1,
        false,
        rate,
        recipe,
        new DataSource(
            "Line",
            "line.csv",
            split,
            List.of(
                new DataSource.Field("x", new Column.Columns(List.of(), List.of("y"))),
                new DataSource.Field("t", new Column.Columns(List.of("y"), List.of())))));
  }

  private Training training(HandNet.Spec spec, int threads) {
    return hand.training(spec, threads);
  }

  private TrainedNet train(HandNet.Spec spec) {
    return hand.train(spec);
  }

  @Test
  void findsTheLineThatTheRowsLieOn() throws IOException {
    TrainedNet trained = train(line(epochs(200, NONE, Optional.empty()), Optional.empty(), 0.05));
    assertThat(trained.weights().tensor("w")[0]).isCloseTo(3, within(1e-4f));
    assertThat(trained.weights().tensor("w")[1]).isCloseTo(-2, within(1e-4f));
    assertThat(trained.weights().tensor("b")[0]).isCloseTo(5, within(1e-4f));
    Figures figures = trained.report().split("train").orElseThrow();
    assertThat(figures.losses().get("fit")).isCloseTo(0, within(1e-6));
    assertThat(figures.metrics().get("r2")).isCloseTo(1, within(1e-6));
    assertThat(figures.rows()).isEqualTo(25);
    assertThat(trained.report().splits()).containsOnlyKeys("train");
  }

  @Test
  void countsUpdatesAndKeepsTheSmallLastBatch() throws IOException {
    TrainedNet trained = train(line(epochs(2, NONE, Optional.empty()), Optional.empty(), 0.01));
    assertThat(hand.nets.get(1).calls)
        .containsExactly(
            "8", "1/8/4", "8", "2/8/4", "8", "3/8/4", "1", "4/8/4", "8", "5/8/4", "8", "6/8/4", "8",
            "7/8/4", "1", "8/8/4");
    assertThat(trained.report().updates()).isEqualTo(8);
    assertThat(trained.report().epochs()).isEqualTo(2);
    assertThat(trained.report().keptFold()).isZero();
    assertThat(trained.report().toMap()).containsEntry("keptFold", 0).doesNotContainKey("folds");
  }

  @Test
  void endsInTheMiddleOfAnEpochWhereStepsCount() throws IOException {
    Recipe recipe = new Recipe(0, 6, 8, 1, NONE, Optional.empty());
    TrainedNet trained = train(line(recipe, Optional.empty(), 0.01));
    assertThat(hand.nets.get(1).calls)
        .containsExactly(
            "8", "1/6/4", "8", "2/6/4", "8", "3/6/4", "1", "4/6/4", "8", "5/6/4", "8", "6/6/4");
    assertThat(trained.report().updates()).isEqualTo(6);
  }

  @Test
  void givesTheSameBytesForEveryNumberOfThreads() throws IOException {
    HandNet.Spec spec = iris(epochs(3, new Validation.Folds(3, 1, true), Optional.empty()));
    List<byte[]> files = new ArrayList<>();
    for (int threads : new int[] {1, 2, 4}) {
      Path file = folder.resolve("w" + threads);
      training(spec, threads).run().weights().write(file);
      files.add(Files.readAllBytes(file));
    }
    assertThat(files.get(1)).isEqualTo(files.get(0));
    assertThat(files.get(2)).isEqualTo(files.get(0));
    TrainedNet other = training(spec, 1).seed(99).run();
    assertThat(other.report().seed()).isEqualTo(99);
    other.weights().write(folder.resolve("other"));
    assertThat(Files.readAllBytes(folder.resolve("other"))).isNotEqualTo(files.get(0));
  }

  @Test
  void stopsEarlyAndRestoresTheBestEpoch() throws IOException {
    Early early = new Early("valid", "loss", 3, true);
    // A rate at which the first epochs help and later ones oscillate.
    HandNet.Spec spec =
        line(epochs(50, NONE, Optional.of(early)), Optional.of(split(0.6, 0.2, 0.2)), 0.23);
    List<EpochEnded> epochs = new ArrayList<>();
    TrainedNet trained = training(spec, 1).onEpoch(epochs::add).run();
    double[] valid = epochs.stream().mapToDouble(e -> e.valid().orElseThrow().loss()).toArray();
    int best = 0;
    for (int i = 1; i < valid.length; i++) {
      best = valid[i] < valid[best] ? i : best;
    }
    assertThat(trained.report().keptEpoch()).isEqualTo(best + 1);
    assertThat(trained.report().epochs()).isEqualTo(valid.length).isEqualTo(best + 4);
    assertThat(valid.length).isLessThan(50);
    assertThat(epochs.get(best).best()).isTrue();
    assertThat(epochs.get(best + 1).best()).isFalse();
    Figures kept = trained.report().split("valid").orElseThrow();
    assertThat(kept.loss()).isEqualTo(valid[best]);
    assertThat(trained.report().splits()).containsOnlyKeys("train", "valid", "test");
  }

  @Test
  void refusesRulesWithoutTheirRows() throws IOException {
    Early early = new Early("valid", "fit", 3, true);
    HandNet.Spec noRows = line(epochs(5, NONE, Optional.of(early)), Optional.empty(), 0.01);
    assertThatThrownBy(() -> train(noRows)).extracting("code").isEqualTo("R402");
    HandNet.Spec noMeasure =
        line(
            epochs(5, NONE, Optional.of(new Early("valid", "fti", 3, true))),
            Optional.of(split(0.8, 0.2, 0)),
            0.01);
    assertThatThrownBy(() -> train(noMeasure))
        .hasMessageContaining("`fti`")
        .extracting("help")
        .isEqualTo("the losses are [fit], the metrics [r2]");
    HandNet.Spec twice =
        line(
            epochs(5, new Validation.Holdout(0.1, 1, false), Optional.empty()),
            Optional.of(split(0.8, 0.2, 0)),
            0.01);
    assertThatThrownBy(() -> train(twice)).extracting("code").isEqualTo("R404");
    HandNet.Spec few =
        line(
            epochs(5, new Validation.Holdout(0.01, 1, false), Optional.empty()),
            Optional.empty(),
            1);
    assertThatThrownBy(() -> train(few)).hasMessageContaining("25 rows");
    HandNet.Spec folds =
        line(epochs(5, new Validation.Folds(26, 1, false), Optional.empty()), Optional.empty(), 1);
    assertThatThrownBy(() -> train(folds)).hasMessageContaining("kfold(26)");
    HandNet.Spec stratify =
        line(epochs(5, new Validation.Folds(5, 1, true), Optional.empty()), Optional.empty(), 1);
    assertThatThrownBy(() -> train(stratify)).extracting("code").isEqualTo("R404");
  }

  @Test
  void saysWhereALossOrAWeightIsNoNumberAnyMore() throws IOException {
    HandNet.Spec spec = line(epochs(50, NONE, Optional.empty()), Optional.empty(), 100);
    assertThatThrownBy(() -> train(spec))
        .isInstanceOf(DivergedException.class)
        .hasMessageMatching("`w` became -?Infinity in epoch \\d+, at update \\d+");
    HandNet.Spec faster = line(epochs(50, NONE, Optional.empty()), Optional.empty(), 1e8);
    assertThatThrownBy(() -> train(faster))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("the loss `fit` became ")
        .hasMessageContaining("in epoch ");
  }

  @Test
  void evaluatesStoredWeightsToTheReportedFigures() throws IOException {
    HandNet.Spec spec = iris(epochs(5, new Validation.Holdout(0.2, 4, true), Optional.empty()));
    Training training = training(spec, 1);
    TrainedNet trained = training.run();
    Path file = folder.resolve("w.safetensors");
    trained.weights().write(file);
    assertThat(training.evaluate(Weights.read(file))).isEqualTo(trained.report().splits());
    Map<String, String> metadata = Safetensors.read(file).metadata();
    assertThat(metadata)
        .containsOnlyKeys(Weights.NET, Weights.EDITION, FittedFields.KEY)
        .containsEntry(Weights.NET, "Hand");

    Weights bare =
        new Weights(
            trained.weights().layout(),
            trained.weights().array(),
            Map.of(Weights.NET, "Hand", Weights.EDITION, "1"));
    assertThatThrownBy(() -> training.evaluate(bare))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining(FittedFields.KEY);
    Weights other = new Weights(trained.weights().layout(), trained.weights().array(), Map.of());
    assertThatThrownBy(() -> training.evaluate(other)).isInstanceOf(WeightsException.class);
  }
}
